import { type GeneratorReading, generatorLimits } from '../run/generator-health.js';
import type { ExporterReading } from './exporter-source.js';
import { byKey, type MetricFamily, optional, single } from './metric-family.js';

/** Each figure over its limit: 1 is the point from which on the measurement is invalid. */
function loads({ generator, sendLagP99Ms }: ExporterReading): Readonly<Record<string, number>> {
  const { loopDelayP99Ms, receiverP99Ms }: GeneratorReading = generator;
  return {
    event_loop: loopDelayP99Ms / generatorLimits.loopDelayP99Ms,
    receiver: (receiverP99Ms ?? 0) / generatorLimits.receiverP99Ms,
    send_lag: (sendLagP99Ms ?? 0) / generatorLimits.sendLagP99Ms,
  };
}

/** Whether the machine that measures keeps up: nothing of the run means anything where it does not. */
export const generatorFamilies: readonly MetricFamily[] = [
  {
    name: 'generator_saturation_ratio',
    type: 'gauge',
    help:
      'How near the generator is to what makes the measurement invalid, 1 being there: event-loop delay, receiver time and send lag ' +
      'at p99 of the run so far, and orders in flight, each over its limit; cpu is the processor time of this process over elapsed time.',
    labels: ['resource'],
    samples: (reading) =>
      byKey('resource', {
        ...loads(reading),
        in_flight: reading.inFlightRatio,
        cpu: reading.generator.cpuRatio,
      }),
  },
  {
    name: 'generator_saturated',
    type: 'gauge',
    help: '1 once the generator was at fault, so that the run is invalid.',
    labels: [],
    samples: (reading) => single(Object.values(loads(reading)).some((load) => load > 1) ? 1 : 0),
  },
  {
    name: 'scrape_seconds',
    type: 'gauge',
    help: 'How long it took to put the page before this one together; absent on the first.',
    labels: [],
    samples: ({ scrapeS }) => optional(scrapeS),
  },
];
