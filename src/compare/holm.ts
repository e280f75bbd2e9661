/**
 * The p-values of a family, each as large as it has to be so that all conclusions from those of at most 5 % are right in 95 % of
 * comparisons, however the metrics depend on each other.
 *
 * Source: S. Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal of Statistics 6 (1979), 65-70.
 */
export function holm(pValues: readonly number[]): number[] {
  const rising = pValues.map((p, place) => ({ p, place })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(pValues.length).fill(1);
  let least = 0;
  rising.forEach(({ p, place }, before) => {
    least = Math.max(least, Math.min(1, p * (rising.length - before)));
    adjusted[place] = least;
  });
  return adjusted;
}
