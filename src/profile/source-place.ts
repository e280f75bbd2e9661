import type { LineCounter } from 'yaml';

/** Where something stands in a file; both from 1. */
export interface SourcePlace {
  readonly line: number;
  readonly column: number;
}

/** The place of a character by its offset from the beginning of the text. */
export function placeAt(lines: LineCounter, offset: number): SourcePlace {
  const { line, col } = lines.linePos(offset);
  // The counter answers line 0 for an empty text.
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}
