import type { TimerClock } from '../clock.js';
import { type OrderMix, orderMix } from '../load/order-mix.js';
import { ObjectiveCounts, type SavedObjective } from '../objectives/objective-counts.js';
import type { OrderEvent } from '../order-event.js';
import { lastingSpanMs } from '../run/generator-health.js';
import { Measurement } from '../run/measurement.js';
import { SpendAccount, type SpendTotals } from '../run/spend-account.js';
import { RunSpendLimit } from '../run/spend-limit.js';
import { Tracker } from '../tracker/tracker.js';
import type { TrackerCounters } from '../tracker/tracker-counters.js';
import type { TrackerSettings } from '../tracker/tracker-settings.js';
import { countersWithout } from './counters-without.js';
import { DailyLimit, utcDay } from './daily-limit.js';
import type { MonitorState } from './monitor-state.js';
import { OpenOrders } from './open-orders.js';
import type { PricedProfile } from './retired-entry.js';
import type { SegmentedJournal } from './segmented-journal.js';

/** Of orders that are over so many are still known, and the ids of so many webhooks: enough for the repeats of hours. */
const remembered = { rememberedOrders: 16_384, recentWebhookIds: 65_536 } as const;

/** What was counted of orders that are over. */
export interface SettledCounts {
  readonly counters: TrackerCounters;
  readonly objectives: Readonly<Record<string, SavedObjective>>;
  readonly spend: SpendTotals;
}

/** Everything that follows from a monitor's events: counts, times, money, and the orders in flight. */
export class MonitorFold {
  readonly measurement: Measurement;
  readonly limit: DailyLimit;
  readonly spend: SpendAccount;
  readonly open: OpenOrders;
  /** What new orders are for. */
  readonly mix: OrderMix;

  /** `state`: what was counted before; null at the very first begin. Events go to the journal before they count. */
  constructor(
    readonly priced: PricedProfile,
    readonly clock: TimerClock,
    state: MonitorState | null,
    journal: Pick<SegmentedJournal, 'append' | 'durable'>,
  ) {
    const { profile, pricesCents } = priced;
    const { orders, replays, load, monitor } = profile;
    this.measurement = new Measurement(clock, profile, journal, {
      settings: settingsOf(profile.deadlineMs),
      healthSpanMs: lastingSpanMs,
      ...(state === null ? {} : { counters: structuredClone(state.counters), objectives: state.objectives }),
    });
    const today = { day: utcDay(clock.wallMs(clock.nowMs())), fromSeq: 0, committedCents: 0 };
    this.limit = new DailyLimit(monitor.spendPerDayCents, state?.day ?? today);
    this.spend = new SpendAccount(profile, pricesCents, this.limit, state?.spend);
    this.measurement.tracker.listen(this.spend);
    this.open = new OpenOrders(profile.deadlineMs);
    this.mix = orderMix(orders, replays, load.seed);
  }

  /** Takes one event. */
  take(event: OrderEvent): void {
    this.measurement.take(event);
    this.open.take(event, this.measurement.tracker);
  }

  /** The worst case of order `seq`, as it is set aside for a new order. */
  worstCents(seq: number): number {
    return this.spend.worstCents(this.mix.skuOf(seq), this.mix.isReplayed(seq));
  }

  /** What was counted without the orders in flight, so that these can be told anew. */
  settled(): SettledCounts {
    const { tracker, objectives } = this.measurement;
    this.passTime();
    const ofOpen = countedOf(this.open.events(), this.priced, this.clock);
    const saved = Object.entries(objectives.saved()).map(([name, { good, bad, history }]) => {
      const open = ofOpen.objectives[name] ?? { good: 0, bad: 0 };
      return [name, { good: good - open.good, bad: bad - open.bad, history: [...history] }] as const;
    });
    const { debitedCents, refundedCents, refunds } = this.spend;
    return {
      counters: countersWithout(tracker.counters, ofOpen.counters),
      objectives: Object.fromEntries(saved),
      spend: {
        debitedCents: debitedCents - ofOpen.spend.debitedCents,
        refundedCents: refundedCents - ofOpen.spend.refundedCents,
        refunds: refunds - ofOpen.spend.refunds,
      },
    };
  }

  /** Orders may have passed a threshold by now. */
  passTime(): void {
    const nowMs = this.clock.nowMs();
    this.measurement.objectives.pass(nowMs, this.clock.wallMs(nowMs));
  }
}

function settingsOf(heldForMs: number): Partial<TrackerSettings> {
  return { ...remembered, heldForMs };
}

/** What a tracker that has seen nothing else counts of these events. */
function countedOf(
  events: readonly OrderEvent[],
  { profile, pricesCents }: PricedProfile,
  clock: TimerClock,
): SettledCounts {
  const spend = new SpendAccount(profile, pricesCents, new RunSpendLimit(null));
  const tracker = new Tracker(profile.deadlineMs, [spend], settingsOf(profile.deadlineMs));
  const objectives = new ObjectiveCounts(tracker, profile.objectives);
  for (const event of events) tracker.apply(event);
  const nowMs = clock.nowMs();
  objectives.pass(nowMs, clock.wallMs(nowMs));
  return { counters: tracker.counters, objectives: objectives.saved(), spend };
}
