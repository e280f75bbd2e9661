import { byKey, type MetricFamily } from './metric-family.js';

/** How well a service is watched that foxload is built into; without series in a run. */
export const watchFamilies: readonly MetricFamily[] = [
  {
    name: 'watch_faults_total',
    type: 'counter',
    help: 'What went wrong on the side of foxload while it watched a service: from then on its figures are not whole.',
    labels: ['kind'],
    samples: ({ faults }) => (faults === undefined ? [] : byKey('kind', faults)),
  },
];
