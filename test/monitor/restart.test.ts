import { describe, expect, it, onTestFinished } from 'vitest';
import { Monitor } from '../../src/monitor/monitor.js';
import { MonitorFold } from '../../src/monitor/monitor-fold.js';
import { planLost } from '../../src/monitor/plan-lost.js';
import { withRetired } from '../../src/monitor/retired-entry.js';
import { type ReplayedSegment, replaySegment, segmentFacts } from '../../src/monitor/segment-replay.js';
import { SegmentedJournal } from '../../src/monitor/segmented-journal.js';
import { StateFolder } from '../../src/monitor/state-folder.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { accepted, webhook } from '../tracker/order-events.js';
import { monitorProfile } from './monitor-text.js';
import { TurnedClock } from './turned-clock.js';

const hourMs = 3_600_000;
/** An order costs 4.20 USD, so four of them fit into a day. */
const profile = monitorProfile({
  orders: [{ sku: 'psn-tr-100' }],
  limits: { skus: { 'psn-tr-100': '5 USD' } },
});
const priced = withRetired(profile, [420], []);

/** A monitor that a test leads from order to order, with a real state folder. */
class LedMonitor {
  readonly clock = new TurnedClock(Date.UTC(2026, 10, 22, 22));
  readonly folder = new StateFolder(temporaryFolder());
  readonly monitor: Monitor;
  readonly journal: SegmentedJournal;

  constructor() {
    const failed = (error: Error): never => {
      throw error;
    };
    this.journal = new SegmentedJournal({ folder: this.folder, mode: 'group', clock: this.clock, failed }, 0);
    const fold = new MonitorFold(priced, this.clock, null, this.journal);
    const facts = {
      id: 'm',
      startedAt: new Date(0),
      apiKey: 'key',
      target: 'http://a',
      webhookUrl: 'http://b',
    };
    this.monitor = new Monitor(this.clock, this.journal, fold, { nextSeq: 0, lastPlannedMs: null }, facts);
    onTestFinished(async () => {
      this.monitor.end();
      await this.journal.close();
    });
  }

  /** Sets the price of the next order aside and puts its intent; false where the day has no room. */
  intend(): boolean {
    const { fold, take, progress } = this.monitor;
    if (!fold.limit.reserve(fold.worstCents(progress.nextSeq))) return false;
    take({ kind: 'intent', atMs: this.clock.atMs, from: progress.nextSeq, to: progress.nextSeq });
    return true;
  }

  /** One order up to its answer. */
  order(): boolean {
    const seq = this.monitor.progress.nextSeq;
    const { atMs } = this.clock;
    const isAllowed = this.intend();
    this.monitor.take({ kind: 'planned', atMs, seq, sku: 0, stage: 0 });
    if (!isAllowed) this.monitor.take({ kind: 'dropped', atMs, seq, reason: 'spend' });
    else
      for (const kind of ['sent', 'accepted'] as const)
        this.monitor.take(kind === 'sent' ? { kind, atMs, seq } : accepted(seq, atMs));
    return isAllowed;
  }

  /** What a later process makes of what is on the disk now. */
  async takenUp(): Promise<{ readonly fold: MonitorFold; readonly replayed: ReplayedSegment }> {
    expect(await this.monitor.durable()).toBe(true);
    const state = this.folder.read();
    if (state === null) throw new Error('there is no state');
    const file = this.folder.journalOf(state.segment);
    expect(segmentFacts(file).header.run).toBe('m');
    const silent = { append: () => {}, durable: () => Promise.resolve(true) };
    const fold = new MonitorFold(priced, this.clock, state, silent);
    fold.measurement.health.stop();
    return { fold, replayed: replaySegment(file, state, fold) };
  }
}

describe('a monitor that is taken up by a later process', () => {
  it('has spent what it had spent, on the day on which it had', async () => {
    const led = new LedMonitor();
    await led.monitor.beginSegment();
    expect([1, 2, 3, 4, 5].map(() => led.order())).toEqual([true, true, true, true, false]);
    const sameDay = await led.takenUp();
    expect(sameDay.fold.limit.today).toEqual({ day: '2026-11-22', fromSeq: 0, committedCents: 2_000 });
    expect(sameDay.replayed).toMatchObject({ plannedEnd: 5, intendedEnd: 4, lastPlannedMs: 0 });

    led.clock.atMs = 2 * hourMs;
    await led.monitor.lookAfterSegment();
    expect(led.folder.read()).toMatchObject({
      segment: 2,
      day: { day: '2026-11-23', fromSeq: 5, committedCents: 0 },
    });
    expect(led.order()).toBe(true);
    const nextDay = await led.takenUp();
    expect(nextDay.fold.limit.today).toEqual({ day: '2026-11-23', fromSeq: 5, committedCents: 500 });
    expect(nextDay.fold.measurement.tracker.counters).toMatchObject({
      planned: 6,
      accepted: 5,
      dropped: { spend: 1 },
    });
  });

  it('knows the orders in flight, and counts each of them once, over several segments', async () => {
    const led = new LedMonitor();
    await led.monitor.beginSegment();
    led.order();
    led.order();
    led.clock.atMs = 1_000;
    led.monitor.take(webhook(0, 'delivered', 1_000));
    for (let segment = 0; segment < 3; segment += 1) await led.monitor.beginSegment();
    led.clock.atMs = 60_000;
    led.monitor.fold.passTime();
    await led.monitor.beginSegment();
    const { fold } = await led.takenUp();
    fold.passTime();
    const counts = fold.measurement.objectives
      .readings()
      .map(({ good, bad, undecided }) => ({ good, bad, undecided }));
    // Order 1 is past 45 s and open: bad for the one objective, not decided for the other.
    expect(counts).toEqual([
      { good: 1, bad: 1, undecided: 0 },
      { good: 1, bad: 0, undecided: 1 },
    ]);
    expect(fold.open.seqs).toEqual([1]);
    fold.take(webhook(1, 'delivered', 61_000));
    expect(fold.measurement.objectives.readings()[1]).toMatchObject({ good: 2, bad: 0, undecided: 0 });
  });

  it('plans an order that may have left although its line was lost, and not one that was taken back', async () => {
    const led = new LedMonitor();
    await led.monitor.beginSegment();
    led.order();
    led.intend();
    const { fold, replayed } = await led.takenUp();
    expect(replayed).toMatchObject({ plannedEnd: 1, intendedEnd: 2 });
    led.clock.atMs = 40_000;
    const facts = { ...led.monitor.facts };
    const later = new Monitor(led.clock, led.journal, fold, { nextSeq: 1, lastPlannedMs: 0 }, facts);
    planLost(later, replayed);
    expect([later.tracker.phase(0), later.tracker.phase(1)]).toEqual(['open', 'planned']);
    expect(later.progress.nextSeq).toBe(2);

    led.monitor.take({ kind: 'drain', atMs: 300, from: 1 });
    led.monitor.fold.limit.release(500, 1);
    const drained = await led.takenUp();
    expect(drained.replayed).toMatchObject({ plannedEnd: 1, intendedEnd: 1 });
    expect(drained.fold.limit.committedCents).toBe(led.monitor.fold.limit.committedCents);
  });
});
