/** The sum over a record of counts, such as failures by reason. */
export function sumOfCounts(counts: Readonly<Record<string, number>>): number {
  let sum = 0;
  for (const name in counts) sum += counts[name] ?? 0;
  return sum;
}
