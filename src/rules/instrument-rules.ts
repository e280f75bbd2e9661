import { type AlertDraft, whichService } from './alert.js';
import type { RecordingRule } from './rule-group.js';
import { measurementInvalid, perService } from './slo-series.js';

/** Past these edges of the harness's own histograms a send, or the handling of a webhook, is late: see `generatorLimits`. */
export const lateSendS = 0.1;
export const slowHandlerS = 0.05;

/** Of few orders a p99 says nothing, so it takes so many late ones, too. Half a one is left for the rounding of `increase`. */
const leastLate = 5;
const toleratedRatio = 0.01;
const window = '15m';
/** 1 for each thing of the instrument that is at fault, 0 where it is not. */
const instrumentFault = 'foxload:instrument_fault:cause';
/** What is meant to run for ever; a run of another mode may end. */
const lastingModes = 'monitor|live';

/**
 * Whether the instrument itself is at fault, by cause, and in all. The figures that make a run invalid are those of the whole run; for
 * a service level that goes on for ever they are asked anew, of the last 15 minutes, where there is a histogram.
 */
export function instrumentRules(): RecordingRule[] {
  return [
    {
      record: instrumentFault,
      labels: { cause: 'send_lag' },
      expr: tooManyAbove('foxload_send_lag_seconds', lateSendS),
    },
    {
      record: instrumentFault,
      labels: { cause: 'receiver' },
      expr: tooManyAbove('foxload_webhook_handler_seconds', slowHandlerS),
    },
    {
      record: instrumentFault,
      labels: { cause: 'event_loop' },
      expr: `max by (${perService}) (foxload_generator_saturation_ratio{resource="event_loop"}) > bool 1`,
    },
    { record: measurementInvalid, expr: `max by (${perService}) (${instrumentFault})` },
  ];
}

/** More than 1 % of the observations, and five or more, were above an edge of the histogram. */
function tooManyAbove(histogram: string, edgeS: number): string {
  const count = `sum by (${perService}) (increase(${histogram}_count[${window}]))`;
  const below = `sum by (${perService}) (increase(${histogram}_bucket{le="${edgeS}"}[${window}]))`;
  return `${count} - ${below}\n> bool\nclamp_min(${toleratedRatio} * ${count}, ${leastLate - 0.5})`;
}

/** Alerts about foxload itself: what it can't tell, and that it can't. */
export function instrumentAlerts(): AlertDraft[] {
  return [...invalidAlerts(), metricsAbsent(), ...ledgerAlerts(), objectivesDiffer()];
}

/** A ticket at once; somebody is woken when a service that is watched for ever stays unwatched. */
function invalidAlerts(): AlertDraft[] {
  const expr = `${instrumentFault} == 1`;
  const lasting = `max by (${perService}) (foxload_run_info{mode=~"${lastingModes}"}) == 1`;
  const draft = {
    alert: 'FoxloadMeasurementInvalid',
    about: 'instrument',
    summary: `${whichService}: foxload can not measure ({{ $labels.cause }})`,
    description: 'Alerts about the service are held back until foxload keeps up again.',
  } as const;
  return [
    { ...draft, severity: 'ticket', expr },
    { ...draft, severity: 'page', for: '15m', expr: `${expr}\nand on (${perService})\n${lasting}` },
  ];
}

/** Of the whole service: an instance that makes room for another one is missed by nobody. */
function metricsAbsent(): AlertDraft {
  const info = `foxload_run_info{mode=~"${lastingModes}"}`;
  const of = (series: string) => `max by (${perService}) (${series})`;
  return {
    alert: 'FoxloadMetricsAbsent',
    severity: 'page',
    about: 'instrument',
    expr: `${of(`last_over_time(${info}[1d])`)}\nunless on (${perService})\n${of(info)}`,
    for: '10m',
    summary: `${whichService}: foxload no longer tells its metrics`,
    description: 'It did within the last day. Until it does again nobody watches this service level.',
  };
}

/** Sums that always come out even, taken from one page, so at one instant. */
function ledgerAlerts(): AlertDraft[] {
  const of = (series: string) => `sum by (${perService}, instance) (${series})`;
  const undecided = `sum by (${perService}, instance, slo) (foxload_slo_undecided_orders)`;
  const ledgers = {
    orders: `${of('foxload_orders_accepted_total')} - ${of('foxload_orders_completed_total')} - ${of('foxload_orders_in_flight')} != 0`,
    // An order that is neither good nor bad is in flight. So the sum holds, and no other orders than those of this process are needed.
    objectives: `${undecided} < 0\nor\n${undecided} > on (${perService}, instance) group_left () ${of('foxload_orders_in_flight')}`,
    webhooks: `${of('foxload_webhook_requests_total')} - ${of('foxload_webhooks_received_total')} - ${of('foxload_webhooks_waiting')} != 0`,
  };
  return Object.entries(ledgers).map(([ledger, expr]) => ({
    alert: 'FoxloadLedgerUnbalanced',
    severity: 'ticket',
    about: 'instrument',
    labels: { ledger },
    expr,
    for: '5m',
    summary: `${whichService}: the ledger of ${ledger} does not balance`,
    description:
      `Found {{ $value | printf "%.0f" }}; wanted ${ledger === 'objectives' ? 'none below 0, and no more than orders are in flight' : 'none'}. ` +
      'Something is in no class, or in two: foxload miscounts, and its figures are not to be trusted.',
  }));
}

/** The rules were generated from one declaration, and the harness runs with another. */
function objectivesDiffer(): AlertDraft {
  const told = `max by (${perService}, slo) (foxload_slo_objective_ratio)`;
  return {
    alert: 'FoxloadObjectivesDiffer',
    severity: 'ticket',
    about: 'instrument',
    expr: `(${told} unless on (slo) foxload:slo_objective:ratio)\nor\n(${told} != on (slo) group_left () foxload:slo_objective:ratio)`,
    for: '15m',
    summary: `${whichService}: no rule fits the objective {{ $labels.slo }}`,
    description:
      'foxload counts by {{ $value | humanizePercentage }}; these rules know another share, or no such objective.',
  };
}
