/** Longer texts are cut in messages. */
const maxShownLength = 60;
/** So many keys of a mapping are named in messages. */
const maxShownKeys = 8;

/** A value of a profile as messages show it: texts quoted and cut, mappings by their keys, lists by their length. */
export function showValue(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'empty';
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value !== 'object') return String(value);
  const keys = Object.keys(value);
  const shown = keys.slice(0, maxShownKeys).map(withoutSecrets).join(', ');
  return `{${shown}${keys.length > maxShownKeys ? ', …' : ''}}`;
}

/** A text in quotes, cut, on one line, and without anything that is plainly a secret. */
export function quoted(text: string): string {
  const shown = withoutSecrets(text);
  return JSON.stringify(shown.length > maxShownLength ? `${shown.slice(0, maxShownLength)}…` : shown);
}

/** Blanks webhook secrets and the user part of addresses, wherever a person put them by mistake. */
export function withoutSecrets(text: string): string {
  return text.replaceAll(/whsec_[^\s"']*/g, 'whsec_…').replaceAll(/\/\/[^/@\s]*@/g, '//…@');
}
