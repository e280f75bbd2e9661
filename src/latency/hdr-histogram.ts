import type { Histogram } from 'hdr-histogram-js';
import { constructorFromBucketSize } from 'hdr-histogram-js/dist/JsHistogramFactory.js';
import { highestTrackableUs } from './hdr-buckets.js';
import type { FilledBucket } from './microsecond-histogram.js';

/**
 * The same buckets as a histogram of the package that reads and writes the standard log format, in whole microseconds. Apart from
 * our own histograms, because loading the package takes its time, and only the log needs it.
 */
export function hdrHistogram(buckets: Iterable<FilledBucket>): Histogram {
  const HdrHistogram = constructorFromBucketSize(64);
  const histogram = new HdrHistogram(1, highestTrackableUs, 3);
  for (const { highestUs, count } of buckets) histogram.recordValueWithCount(highestUs, count);
  return histogram;
}
