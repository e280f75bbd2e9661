/** The sum of series, by some of their labels: `sum by (reason) (…)`. */
export function sum(vector: string, ...labels: string[]): string {
  return labels.length === 0 ? `sum(${vector})` : `sum by (${labels.join(', ')}) (${vector})`;
}

/** One vector over another: no answer, rather than one that is no number, where there is nothing to divide by. */
export function share(part: string, whole: string): string {
  return `${part} / (${whole} > 0)`;
}

/** Matches one bucket: Prometheus 3 stores the edge `45` as `45.0`, Prometheus 2 as it is written. */
export function upTo(edgeS: number): string {
  return Number.isInteger(edgeS) ? `le=~"${edgeS}(\\\\.0)?"` : `le="${edgeS}"`;
}

/**
 * A percentile as Prometheus draws it from buckets, between whose edges it can only guess; no answer where nothing was counted.
 *
 * @param buckets `rate` of the `_bucket` series, summed with `le` among its labels
 * @param counts the same of the `_count` series, without `le`
 * @param by the labels of both but for `le`
 */
export function percentile(quantile: number, buckets: string, counts: string, ...by: string[]): string {
  return `histogram_quantile(${quantile}, ${buckets} and on (${by.join(', ')}) (${counts} > 0))`;
}
