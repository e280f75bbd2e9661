/** The colour of each line style, as the page's style sheet names it, and its dashes in pixels. */
export const lineStyles = [
  { colour: '--first', dash: [] },
  { colour: '--second', dash: [7, 3] },
  { colour: '--third', dash: [2, 3] },
  { colour: '--fourth', dash: [10, 3, 2, 3] },
  { colour: '--fifth', dash: [4, 4] },
  { colour: '--sixth', dash: [12, 4] },
  { colour: '--seventh', dash: [1, 3] },
  { colour: '--eighth', dash: [6, 2, 1, 2, 1, 2] },
] as const;

/** The line style of this number; after the last one they begin anew. */
export function lineStyle(number: number): { readonly colour: string; readonly dash: readonly number[] } {
  return lineStyles[number % lineStyles.length] ?? lineStyles[0];
}

/** The dashes of what was promised, whatever its colour. */
export const promiseDash = [1, 4] as const;
