/** The result of a run for machines, in its folder. */
export const resultFile = 'report.json';

/** The result of a run for people, beside it. */
export const pageFile = 'report.html';
