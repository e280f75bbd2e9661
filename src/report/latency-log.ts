import { encodeIntoCompressedBase64 } from 'hdr-histogram-js/dist/encoding.js';
import { hdrHistogram } from '../latency/hdr-histogram.js';
import type { LatencyName, RunLatency } from '../latency/run-latency.js';
import type { RunResult } from '../run/run-result.js';

/** The latencies of the log, each with its name as its tag. `deliveryOnly` has the times of `delivery`. */
export const loggedLatencies = [
  'delivery',
  'service',
  'answer',
  'sendLag',
] as const satisfies readonly LatencyName[];

/**
 * The times of a run as a standard HdrHistogram log (version 1.3, histograms in the compressed encoding V2): a line for each
 * latency over the whole run. Values are whole microseconds, the column Interval_Max is milliseconds, interval and base time
 * are seconds.
 *
 * Source: the format as https://github.com/HdrHistogram/HdrHistogram describes it at `HistogramLogProcessor`.
 */
export function latencyLog({ run, latency: figures }: RunResult, latency: RunLatency): string {
  const startMs = Date.parse(run.startedAt);
  const spanSeconds = seconds(Date.parse(run.endedAt) - startMs);
  const { undelivered } = figures.delivery;
  const lines = loggedLatencies.map((name) => {
    const histogram = hdrHistogram(latency.filledBucketsOf(name));
    const maxMs = (histogram.totalCount === 0 ? 0 : histogram.maxValue / 1000).toFixed(3);
    return `Tag=${name},0.000,${spanSeconds},${maxMs},${encodeIntoCompressedBase64(histogram)}`;
  });
  return `${[
    `#[Logged by foxload ${run.version}, run ${run.id}]`,
    '#[Histogram log format version 1.3]',
    `#[StartTime: ${seconds(startMs)} (seconds since epoch), ${run.startedAt}]`,
    `#[BaseTime: ${seconds(startMs)} (seconds since epoch)]`,
    '#[Values are microseconds; Interval_Max is milliseconds]',
    `#[Orders that were not delivered have no time: ${undelivered} of them, later than every time of delivery and service here]`,
    '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
    ...lines,
  ].join('\n')}\n`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
