import { shippedDeclaration } from './shipped-declaration.js';

/** What an order of a made-up story met: delivered so many seconds after its planned instant, or never; or not accepted at all. */
export type Fate = number | 'never' | 'refused';

export interface OrderStory {
  readonly minutes: number;
  /** Seconds from one order to the next. */
  readonly everyS: number;
  /** What becomes of order `index`, which is planned at `plannedS`. */
  readonly fate: (index: number, plannedS: number) => Fate;
}

/** A series in promtool's notation: a value for each minute, `_` where there is none. */
export type Series = Readonly<Record<string, string>>;

const deadlineS = 305;
/** As `arrivalSlackMs`: so long after its threshold an order becomes bad. */
const slackS = 1;

/**
 * 36 % of a sound service's orders take longer than 12 s, 2 % longer than 45 s and 0.6 % longer than 90 s: burn rates of 0.72, 0.4 and
 * 0.6. The same orders in each story, spread evenly.
 */
export function soundFate(index: number): number {
  const rank = (index * 211) % 500;
  if (rank < 320) return 8;
  if (rank < 490) return 30;
  return rank < 497 ? 60 : 100;
}

interface Order {
  readonly plannedS: number;
  readonly fate: Fate;
}

/**
 * What the metrics page of a monitor tells of a story, minute by minute: the counters of each objective of the shipped profile, those of
 * orders, and the gauges of orders in flight. All from the same orders, so that what one alert sees fits what another sees.
 */
export function storySeries(story: OrderStory, labels = 'environment="production", job="canary"'): Series {
  const orders: Order[] = [];
  for (let i = 0; i * story.everyS < story.minutes * 60; i += 1) {
    const plannedS = i * story.everyS;
    orders.push({ plannedS, fate: story.fate(i, plannedS) });
  }
  const series: Record<string, string> = {};
  const add = (name: string, own: string, values: readonly (number | null)[]) => {
    const all = [labels, 'instance="one:9464"', own].filter((part) => part !== '').join(', ');
    series[`${name}{${all}}`] = values.map((value) => value ?? '_').join(' ');
  };
  const counted = (times: readonly number[]) => perMinute(story.minutes, times);

  for (const { name, withinMs } of shippedDeclaration().objectives) {
    const withinS = withinMs === null ? deadlineS : withinMs / 1000;
    const accepted = orders.filter(({ fate }) => fate !== 'refused');
    const good = accepted.filter(({ fate }) => typeof fate === 'number' && fate <= withinS);
    const met = new Set(good);
    const bad = accepted.filter((order) => !met.has(order));
    add('foxload_slo_events_total', `slo="${name}", result="good"`, counted(good.map(endS)));
    add(
      'foxload_slo_events_total',
      `slo="${name}", result="bad"`,
      counted(bad.map(({ plannedS }) => plannedS + withinS + slackS)),
    );
  }
  const accepted = orders.filter(({ fate }) => fate !== 'refused');
  const inFlight = inFlightPerMinute(story.minutes, accepted);
  const webhooks = accepted.filter(({ fate }) => fate !== 'never').map(endS);
  add('foxload_orders_sent_total', '', counted(orders.map(({ plannedS }) => plannedS)));
  add('foxload_orders_accepted_total', '', counted(accepted.map(({ plannedS }) => plannedS)));
  add(
    'foxload_orders_refused_total',
    'reason="server_error"',
    counted(orders.filter(({ fate }) => fate === 'refused').map(({ plannedS }) => plannedS)),
  );
  add('foxload_orders_completed_total', 'outcome="delivered", via="webhook"', counted(accepted.map(endS)));
  add(
    'foxload_orders_in_flight',
    'state="processing"',
    inFlight.map(({ count }) => count),
  );
  add(
    'foxload_oldest_in_flight_order_timestamp_seconds',
    '',
    inFlight.map(({ oldestS }) => oldestS),
  );
  add('foxload_last_webhook_timestamp_seconds', '', lastPerMinute(story.minutes, webhooks));
  add('foxload_run_phase', 'phase="load"', constant(story.minutes, 1));
  add('foxload_run_info', 'mode="monitor", run_id="one"', constant(story.minutes, 1));
  for (const { name, ratio } of shippedDeclaration().objectives) {
    add('foxload_slo_objective_ratio', `slo="${name}"`, constant(story.minutes, ratio));
  }
  return series;
}

/** When an accepted order is over: by its webhook, or at its deadline. */
function endS({ plannedS, fate }: Order): number {
  return plannedS + (typeof fate === 'number' ? fate : deadlineS);
}

/** How many of these instants, in seconds, lie at or before each minute. */
function perMinute(minutes: number, timesS: readonly number[]): number[] {
  const ascending = timesS.toSorted((a, b) => a - b);
  let count = 0;
  return Array.from({ length: minutes + 1 }, (_, minute) => {
    while (count < ascending.length && (ascending[count] ?? 0) <= minute * 60) count += 1;
    return count;
  });
}

function lastPerMinute(minutes: number, timesS: readonly number[]): (number | null)[] {
  const ascending = timesS.toSorted((a, b) => a - b);
  return perMinute(minutes, timesS).map((count) => ascending[count - 1] ?? null);
}

function inFlightPerMinute(minutes: number, orders: readonly Order[]) {
  let from = 0;
  return Array.from({ length: minutes + 1 }, (_, minute) => {
    const nowS = minute * 60;
    while (from < orders.length && endS(orders[from] ?? { plannedS: 0, fate: 0 }) <= nowS) from += 1;
    const open: Order[] = [];
    for (let i = from; i < orders.length && (orders[i]?.plannedS ?? 0) <= nowS; i += 1) {
      const order = orders[i];
      if (order !== undefined && endS(order) > nowS) open.push(order);
    }
    return { count: open.length, oldestS: open[0]?.plannedS ?? null };
  });
}

/** The same value in each minute. */
export function constant(minutes: number, value: number): number[] {
  return Array.from({ length: minutes + 1 }, () => value);
}
