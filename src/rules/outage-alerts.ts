import { formatDuration } from '../profile/duration.js';
import type { Objective } from '../profile/objective.js';
import { type AlertDraft, whichService } from './alert.js';
import { decimal } from './decimal.js';
import { falseAlarmChance } from './least-events.js';
import { indented, perService, sloIncrease, unlessInvalid } from './slo-series.js';

const minuteMs = 60_000;
/** A service with few orders needs a longer look: one order each quarter of an hour shows its outage in the last of these. */
export const outageWindowsMs = [5 * minuteMs, 30 * minuteMs, 90 * minuteMs] as const;
/** So many create calls in a row may fail for a reason of their own. */
const leastCalls = 5;
/** At least so long a silence, and as long as the slowest objective. */
const shortestSilenceMs = 2 * minuteMs;
/** One slow order is no silence. */
const leastInFlight = 3;
const refusedRatio = 0.1;

/** When a load test ends, the last of its orders to be decided are the lost ones: that is no outage. */
const loadGoesOn = `max by (${perService}) (foxload_run_phase{phase=~"warmup|load"}) == 1`;

/** Alerts that nothing works any more, sooner than a burn rate tells it. */
export function outageAlerts(objectives: readonly Objective[]): AlertDraft[] {
  return [...judgeOf(objectives).map(outage), nothingAccepted(), ordersRefused(), webhookSilence(objectives)];
}

/** The objective that calls an order bad last: what it calls an outage is no slow hour. Success, where none has a time. */
function judgeOf(objectives: readonly Objective[]): Objective[] {
  return objectives.toSorted((a, b) => (b.withinMs ?? 0) - (a.withinMs ?? 0)).slice(0, 1);
}

/**
 * So many orders, and all of them bad, are no chance: at the promised share of bad ones that happens to at most one in a thousand
 * such rows. Never fewer than three.
 */
export function leastOutage({ ratio }: Objective): number {
  return Math.max(3, Math.ceil(decimal(Math.log(falseAlarmChance) / Math.log(1 - ratio))));
}

function outage(objective: Objective): AlertDraft {
  const { name: slo, text } = objective;
  const least = leastOutage(objective);
  const within = (windowMs: number) =>
    `(\n  ${sloIncrease(slo, windowMs, 'bad')} >= ${least}\n  and\n  ${sloIncrease(slo, windowMs, 'good')} == 0\n)`;
  return {
    alert: 'FoxloadOutage',
    severity: 'page',
    about: 'service_level',
    expr: unlessInvalid(
      `(\n${indented(outageWindowsMs.map(within).join('\nor\n'))}\n)\nand on (${perService})\n${loadGoesOn}`,
    ),
    summary: `${whichService}: orders are accepted, and none is delivered`,
    description: `All of the last {{ $value | printf "%.0f" }} orders that were decided are bad for "${text}", and not one is good.`,
  };
}

/** Orders that the API does not take are in no objective, so no burn rate sees them. */
function nothingAccepted(): AlertDraft {
  const within = (windowMs: number) => {
    const window = formatDuration(windowMs);
    const sent = `sum by (${perService}) (increase(foxload_orders_sent_total[${window}]))`;
    const accepted = `sum by (${perService}) (increase(foxload_orders_accepted_total[${window}]))`;
    return `(\n  ${sent} >= ${leastCalls}\n  and\n  ${accepted} == 0\n)`;
  };
  return {
    alert: 'FoxloadNothingAccepted',
    severity: 'page',
    about: 'service_level',
    expr: unlessInvalid(outageWindowsMs.map(within).join('\nor\n')),
    summary: `${whichService}: orders are sent, and none is accepted`,
    description: 'All of the last {{ $value | printf "%.0f" }} create calls were refused or got no answer.',
  };
}

function ordersRefused(): AlertDraft {
  const refused = `sum by (${perService}) (increase(foxload_orders_refused_total[1h]))`;
  const sent = `sum by (${perService}) (increase(foxload_orders_sent_total[1h]))`;
  return {
    alert: 'FoxloadOrdersRefused',
    severity: 'ticket',
    about: 'service_level',
    expr: unlessInvalid(`${refused} / (${sent} > 0) > ${refusedRatio}\nand\n${refused} >= ${leastCalls}`),
    for: '5m',
    summary: `${whichService}: many orders are not accepted`,
    description: `{{ $value | humanizePercentage }} of the orders sent in the last hour were refused or got no answer; no objective counts them.`,
  };
}

/** Never by instances: behind a load balancer one may create orders whose webhooks another receives. */
function webhookSilence(objectives: readonly Objective[]): AlertDraft {
  const silenceMs = Math.max(shortestSilenceMs, ...objectives.map(({ withinMs }) => withinMs ?? 0));
  const silenceS = silenceMs / 1000;
  const expr = [
    `time() - min by (${perService}) (foxload_oldest_in_flight_order_timestamp_seconds) > ${silenceS}`,
    'and',
    `sum by (${perService}) (foxload_orders_in_flight) >= ${leastInFlight}`,
    'and',
    loadGoesOn,
    'unless',
    `time() - max by (${perService}) (foxload_last_webhook_timestamp_seconds) <= ${silenceS}`,
  ].join('\n');
  return {
    alert: 'FoxloadWebhookSilence',
    severity: 'page',
    about: 'service_level',
    expr: unlessInvalid(expr),
    for: '1m',
    summary: `${whichService}: no webhook comes while orders wait for theirs`,
    description: `No webhook for ${formatDuration(silenceMs)} or longer; the oldest order has waited {{ $value | humanizeDuration }}.`,
  };
}
