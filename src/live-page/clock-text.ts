/** The time of day of an instant in milliseconds since 1970: `12:03:05 UTC`, the same for everybody who looks. */
export function clockText(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(11, 19)} UTC`;
}
