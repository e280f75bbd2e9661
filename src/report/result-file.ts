/** The result of a run for machines, in its folder. */
export const resultFile = 'report.json';
