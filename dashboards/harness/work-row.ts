import { badFrom } from '../colours.js';
import type { PanelPlan, RowPlan } from '../dashboard-plan.js';
import { percentile, sum } from '../promql.js';
import { everyRun, processName } from '../scope.js';
import { units } from '../units.js';

const { now, rate, increase } = everyRun;
const size = { width: 12, height: 8 } as const;
const by = ['environment', 'instance'] as const;

/** A percentile of a histogram, by process, read from its buckets. */
function fromBuckets(quantile: number, histogram: string): string {
  return percentile(
    quantile,
    sum(rate(`${histogram}_bucket`), 'le', ...by),
    sum(rate(`${histogram}_count`), ...by),
    ...by,
  );
}

const sendLag: PanelPlan = {
  ...size,
  kind: 'time-series',
  title: 'Send lag',
  description:
    'How much later than planned orders left, read from buckets. A millisecond or two is a timer; above 100 ms at p99 the run is invalid. ' +
    'Rising: too high a rate for this machine, or too few connections (target.connections).',
  unit: units.seconds,
  min: 0,
  steps: badFrom(0.1),
  stepLines: true,
  queries: [
    { promql: fromBuckets(0.5, 'send_lag_seconds'), legend: `p50 ${processName}` },
    { promql: fromBuckets(0.99, 'send_lag_seconds'), legend: `p99 ${processName}` },
  ],
};

const lagMap: PanelPlan = {
  ...size,
  kind: 'heat-map',
  title: 'Send lag of all orders',
  description:
    'How many orders left how late, by the buckets of the histogram. One thin band at the bottom is right. A second band: something else on ' +
    'this machine takes the processor at times; find it before you measure again.',
  unit: units.seconds,
  queries: [{ promql: sum(increase('send_lag_seconds_bucket', '$__rate_interval'), 'le'), legend: '{{le}}' }],
};

const handler: PanelPlan = {
  ...size,
  kind: 'time-series',
  title: 'Our own time for a webhook',
  description:
    'How long authentic webhooks were in our own hands, from their last byte on, read from buckets. Well below a millisecond is right. ' +
    'At 50 ms the run is invalid: the machine is too slow for this many webhooks, so lower the rate.',
  unit: units.seconds,
  min: 0,
  steps: badFrom(0.05),
  stepLines: true,
  queries: [
    { promql: fromBuckets(0.5, 'webhook_handler_seconds'), legend: `p50 ${processName}` },
    { promql: fromBuckets(0.99, 'webhook_handler_seconds'), legend: `p99 ${processName}` },
  ],
};

const transit: PanelPlan = {
  ...size,
  kind: 'time-series',
  title: 'Webhooks under way',
  description:
    'From the time that a webhook tells as its own to its arrival, read from buckets. Two clocks are compared, so take it as a hint: a jump ' +
    'is a clock that was set, a climb a sender or a network that holds webhooks back. Never part of a percentile or an objective.',
  unit: units.seconds,
  min: 0,
  queries: [
    { promql: fromBuckets(0.5, 'webhook_transit_seconds'), legend: `p50 ${processName}` },
    { promql: fromBuckets(0.95, 'webhook_transit_seconds'), legend: `p95 ${processName}` },
  ],
};

const requests: PanelPlan = {
  ...size,
  kind: 'time-series',
  title: 'Requests to the webhook address',
  description:
    'Requests as they were counted on arrival. Beside Saturation by resource: receiver up with this means that the flood of webhooks is what ' +
    'the machine can not keep up with. Far more than orders: duplicates or strangers, see Webhooks by class.',
  unit: units.callsPerSecond,
  min: 0,
  queries: [{ promql: sum(rate('webhook_requests_total'), ...by), legend: processName }],
};

const waiting: PanelPlan = {
  ...size,
  kind: 'time-series',
  title: 'Webhooks that wait for their order',
  description:
    'Webhooks that came before the answer to their create call; they are in no class yet. A few are normal where the API is fast. A climb: ' +
    'webhooks of orders that are not ours, or create calls that are never answered.',
  unit: units.count,
  min: 0,
  queries: [{ promql: now('webhooks_waiting'), legend: processName }],
};

const clamped: PanelPlan = {
  ...size,
  kind: 'time-series',
  title: 'Times that can not be',
  description:
    'Measured times that were negative or above a day, and were counted as 0 or as a day. Must stay 0: anything else is a fault of foxload ' +
    'itself or of the clock of this machine; report it with the journal of the run.',
  unit: units.count,
  decimals: 0,
  min: 0,
  steps: badFrom(1),
  queries: [{ promql: now('observations_clamped_total'), legend: processName }],
};

/** What the machine does, and how late. */
export const workRow: RowPlan = {
  title: 'Its own work',
  panels: [sendLag, lagMap, handler, transit, requests, waiting, clamped],
};
