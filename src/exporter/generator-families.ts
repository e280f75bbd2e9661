import { byKey, type MetricFamily, optional, single } from './metric-family.js';
import { isSaturated, saturationRatios } from './saturation-ratios.js';

/** Whether the machine that measures keeps up: nothing of the run means anything where it does not. */
export const generatorFamilies: readonly MetricFamily[] = [
  {
    name: 'generator_saturation_ratio',
    type: 'gauge',
    help:
      'How near the generator is to what makes the measurement invalid, 1 being there: event-loop delay, receiver time and send lag ' +
      'at p99 of the run so far, and orders in flight, each over its limit; cpu is the processor time of this process over elapsed time.',
    labels: ['resource'],
    samples: (reading) => byKey('resource', saturationRatios(reading)),
  },
  {
    name: 'generator_saturated',
    type: 'gauge',
    help: '1 once the generator was at fault, so that the run is invalid.',
    labels: [],
    samples: (reading) => single(isSaturated(saturationRatios(reading)) ? 1 : 0),
  },
  {
    name: 'scrape_seconds',
    type: 'gauge',
    help: 'How long it took to put the page before this one together; absent on the first.',
    labels: [],
    samples: ({ scrapeS }) => optional(scrapeS),
  },
];
