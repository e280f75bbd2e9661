import { badFrom } from '../colours.js';
import type { PanelPlan, RowPlan } from '../dashboard-plan.js';
import { sum } from '../promql.js';
import { processName, type Scope } from '../scope.js';
import { units } from '../units.js';

function byClass({ rate }: Scope): PanelPlan {
  return {
    kind: 'time-series',
    title: 'Webhooks by class',
    description:
      'Requests to the webhook address, each in exactly one class. forged: the secret differs, or somebody tries the address. malformed ' +
      'or conflicting: report it to the provider. duplicate: normal at a low rate, a flood means that our answers do not get through. ' +
      'orphan: for an order that is not ours, perhaps of another run with the same address.',
    unit: units.callsPerSecond,
    min: 0,
    width: 12,
    height: 8,
    queries: [{ promql: sum(rate('webhooks_received_total'), 'verdict'), legend: '{{verdict}}' }],
  };
}

function byEvent({ rate }: Scope): PanelPlan {
  return {
    kind: 'time-series',
    title: 'Webhooks by event',
    description:
      'Requests to the webhook address by the state that they told of their order. More failed than delivered: see Failures. unknown: ' +
      'nothing could be read from them, or nobody may believe them.',
    unit: units.callsPerSecond,
    min: 0,
    width: 12,
    height: 8,
    queries: [{ promql: sum(rate('webhooks_received_total'), 'event'), legend: '{{event}}' }],
  };
}

function silence({ now }: Scope): PanelPlan {
  return {
    kind: 'time-series',
    title: 'Silence',
    description:
      'Seconds since the newest webhook of each process. Growing while orders are in flight: nothing comes through any more, so check the ' +
      'webhook address before the deadline turns the open orders into timeouts.',
    unit: units.seconds,
    min: 0,
    width: 12,
    height: 7,
    queries: [{ promql: `time() - ${now('last_webhook_timestamp_seconds')}`, legend: processName }],
  };
}

/** Counters of what must never be, each as long as the process lasts. */
function mustBeZero({ now }: Scope): PanelPlan {
  const count = (name: string, legend: string, ...labels: string[]) => ({
    promql: sum(now(name), ...labels),
    legend,
  });
  return {
    kind: 'time-series',
    title: 'What must stay 0',
    description:
      'Missing webhooks: the API calls the order decided and none came; check that the address can be reached, then ask the provider. ' +
      'Codes not opened: the webhook secret differs, or the code is damaged; the customer can not be served. Broken order of states: the ' +
      'API took back what it had said; report it with the journal of the run.',
    unit: units.count,
    decimals: 0,
    min: 0,
    width: 12,
    height: 7,
    steps: badFrom(1),
    queries: [
      count('webhooks_missing_total', 'missing webhooks'),
      count('code_open_failures_total', 'codes not opened: {{reason}}', 'reason'),
      count('state_violations_total', 'states: {{kind}}', 'kind'),
    ],
  };
}

/** What comes to the webhook address, and what does not. */
export function webhookRow(scope: Scope): RowPlan {
  return { title: 'Webhooks', panels: [byClass(scope), byEvent(scope), silence(scope), mustBeZero(scope)] };
}
