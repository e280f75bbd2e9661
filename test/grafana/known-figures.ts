import { standardDeliveryEdgesS } from '../../src/exporter/delivery-edges.js';
import { eventsOf, type MeasuredRun } from '../run/rig.js';

/** A query, and the one value that the run's report or its events give for it. */
export type KnownFigure = readonly [promql: string, value: number];

/** What any Prometheus must say of a run after its end, down to the last order. */
export function knownFigures(run: MeasuredRun): KnownFigure[] {
  return [
    ...ledgerFigures(run),
    ...webhookFigures(run),
    ...percentileFigures(run),
    ...bucketFigures(run),
    ...objectiveFigures(run),
  ];
}

function ledgerFigures({ result: { ledger, failures, spend } }: MeasuredRun): KnownFigure[] {
  const outcome = (name: string) => `sum(foxload_orders_completed_total{outcome="${name}"})`;
  return [
    ['foxload_orders_planned_total', ledger.planned],
    ['foxload_orders_sent_total', ledger.sent],
    ['foxload_orders_accepted_total', ledger.accepted],
    ['sum(foxload_orders_dropped_total)', ledger.dropped],
    ['sum(foxload_orders_refused_total)', ledger.refused + ledger.errored],
    [outcome('delivered'), ledger.delivered],
    [outcome('failed'), ledger.failed],
    [outcome('timed_out'), ledger.timedOut],
    [outcome('lost'), ledger.lost],
    ['sum(foxload_orders_in_flight)', 0],
    ...failures.map(
      ({ reason, count }): KnownFigure => [`foxload_order_failures_total{reason="${reason}"}`, count],
    ),
    ['foxload_spend_usd_total{kind="debited"}', spend.debitedUsd],
    ['foxload_run_phase{phase="done"}', 1],
  ];
}

function webhookFigures({ result: { webhooks, codes, retries }, events }: MeasuredRun): KnownFigure[] {
  const verdict = (name: string) => `sum(foxload_webhooks_received_total{verdict="${name}"})`;
  const final = eventsOf(events, 'webhook').filter(
    ({ state }) => state === 'delivered' || state === 'failed',
  );
  return [
    ['sum(foxload_webhooks_received_total)', webhooks.received],
    ['foxload_webhook_requests_total', webhooks.received],
    ['foxload_webhooks_waiting', 0],
    [verdict('accepted'), webhooks.accepted],
    [verdict('duplicate'), webhooks.duplicate],
    [verdict('orphan'), webhooks.orphan],
    ['sum(foxload_code_open_failures_total)', codes.failed],
    ['sum(foxload_api_retries_total)', retries.attempts],
    ['sum(foxload_api_retries_exhausted_total)', retries.exhausted],
    ['foxload_webhook_handler_seconds_count', eventsOf(events, 'webhook').length],
    ['foxload_webhook_transit_seconds_count', final.length],
  ];
}

/** As the report says them, to the last digit. */
function percentileFigures({ result: { latency }, view }: MeasuredRun): KnownFigure[] {
  const { delivery } = latency;
  const percentile = (name: number, ms: number | null): KnownFigure => [
    `foxload_order_delivery_percentile_seconds{window="run", percentile="${name}"}`,
    (ms ?? view.profile.deadlineMs) / 1000,
  ];
  return [
    percentile(50, delivery.p50Ms),
    percentile(95, delivery.p95Ms),
    percentile(99, delivery.p99Ms),
    ['foxload_order_window_orders{window="run", status="delivered"}', delivery.count],
    ['foxload_order_window_orders{window="run", status="undelivered"}', delivery.undelivered],
  ];
}

/** Counted from the journal's events, edge by edge, beside all that counts in a run. */
function bucketFigures(run: MeasuredRun): KnownFigure[] {
  const { deliveryMs, serviceMs, lagMs } = timesOf(run);
  const buckets = (metric: string, edgesS: readonly number[], timesMs: readonly number[]): KnownFigure[] => [
    ...edgesS.map(
      (edgeS): KnownFigure => [
        `foxload_${metric}_seconds_bucket{le=~"${String(edgeS).replace('.', '[.]')}([.]0)?"}`,
        timesMs.filter((ms) => ms <= edgeS * 1000).length,
      ],
    ),
    [`foxload_${metric}_seconds_count`, timesMs.length],
  ];
  const edgesS = [0.015, 0.04, ...standardDeliveryEdgesS];
  return [
    ...buckets('order_delivery', edgesS, deliveryMs),
    ...buckets('order_service', edgesS, serviceMs),
    ...buckets('send_lag', [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 10], lagMs),
  ];
}

function objectiveFigures(run: MeasuredRun): KnownFigure[] {
  const { accepted, delivered } = run.result.ledger;
  const inTime = timesOf(run).deliveryMs.filter((ms) => ms <= 15).length;
  const events = (slo: string, result: string) =>
    `foxload_slo_events_total{slo="${slo}", result="${result}"}`;
  return [
    [events('delivery_15ms', 'good'), inTime],
    [events('delivery_15ms', 'bad'), accepted - inTime],
    [events('success', 'good'), delivered],
    [events('success', 'bad'), accepted - delivered],
    ['sum(foxload_slo_undecided_orders)', 0],
  ];
}

/** The times of delivered orders, and of sends, between the instants in the journal. */
function timesOf({ events }: MeasuredRun) {
  const at = (kind: 'planned' | 'sent') =>
    new Map(eventsOf(events, kind).map(({ seq, atMs }) => [seq, atMs]));
  const [planned, sent] = [at('planned'), at('sent')];
  const seqs = new Map(eventsOf(events, 'accepted').map(({ orderId, seq }) => [orderId, seq]));
  const first = new Map<number, number>();
  for (const { orderId, state, atMs } of eventsOf(events, 'webhook')) {
    const seq = seqs.get(orderId);
    if (state === 'delivered' && seq !== undefined && !first.has(seq)) first.set(seq, atMs);
  }
  const since = (from: ReadonlyMap<number, number>) =>
    [...first].map(([seq, atMs]) => atMs - (from.get(seq) ?? Number.NaN));
  return {
    deliveryMs: since(planned),
    serviceMs: since(sent),
    lagMs: [...sent].map(([seq, atMs]) => atMs - (planned.get(seq) ?? Number.NaN)),
  };
}
