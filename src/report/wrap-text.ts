/** The width of text that goes to no terminal. */
export const plainColumns = 80;

const noBreakSpace = '\u00a0';

/** Keeps the words of `text` on one line when it is wrapped: `out of order` is one thing, not three. */
export function glued(text: string): string {
  return text.replaceAll(' ', noBreakSpace);
}

/** Keeps each number on one line with its unit: `98.6 %`, `450 ms`, `12.50 USD`. */
export function quantitiesGlued(text: string): string {
  return text.replaceAll(/\d (?:%|(?:ms|s|USD)\b)/g, (quantity) => glued(quantity));
}

/**
 * Breaks a text at its spaces into lines of at most `columns` characters. Every line but the first is indented by
 * `indent`; runs of spaces inside a line stay. What has no space and is longer than a line is cut, so that no line is
 * ever wider.
 */
export function wrapText(text: string, columns: number, indent: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > columns) {
    const end = lineEnd(rest, columns);
    lines.push(rest.slice(0, end).trimEnd());
    rest = ' '.repeat(indent) + rest.slice(end).trimStart();
  }
  return [...lines, rest].map((line) => line.replaceAll(noBreakSpace, ' '));
}

/** Where the first line of `text` ends: at the last space that fits, behind whatever the line is indented by. */
function lineEnd(text: string, columns: number): number {
  const begin = text.search(/[^ ]/);
  const space = text.lastIndexOf(' ', columns);
  return space > begin ? space : columns;
}
