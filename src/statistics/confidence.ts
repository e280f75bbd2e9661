/** How often a one-sided bound may be wrong, so how often a verdict that rests on it may be: in 5 % of runs. */
export const maxErrorShare = 0.05;
