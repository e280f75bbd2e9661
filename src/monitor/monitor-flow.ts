import { minPollIntervalMs } from '../contract/endpoints.js';
import type { Cents } from '../contract/money.js';
import { StatusPoller } from '../load/status-poller.js';
import type { Profile } from '../profile/profile.js';
import { formatCents } from '../profile/usd.js';
import { type ProductionConsent, refuseUnsafe } from '../run/production-guard.js';
import type { RunView } from '../run/run-view.js';
import { StartError } from '../run/start-error.js';
import { stopFile, stopFileSince } from '../run/stop-file.js';
import { CanaryOffer } from './canary-offer.js';
import { DeadlineWatch } from './deadline-watch.js';
import { fixedKeyChanges } from './fixed-keys.js';
import { monitorView } from './monitor-view.js';
import { monitorWorstCase } from './monitor-worst-case.js';
import { type MonitoredProfile, monitoredProfile } from './monitored-profile.js';
import { type OpenMonitor, pricesOf } from './open-monitor.js';
import { settleDoubt } from './settle-doubt.js';

/** How often it is looked whether the last orders of a drain are decided. */
const drainLookMs = 50;

/** Who is told what a monitor does. */
export interface MonitorAudience {
  readonly say: (sentence: string) => void;
  /** Told what is to be shown from now on: at the begin, and after each change of the profile. */
  readonly show: (view: RunView) => Promise<void> | void;
}

/** A profile that was checked and waits for the moment between two orders. */
interface Change {
  readonly profile: MonitoredProfile;
  readonly pricesCents: readonly Cents[];
}

/** A monitor from its first order to its last: sends, watches, changes its profile, and leaves what is open to the next process. */
export class MonitorFlow {
  readonly startMs: number;
  #phase: RunView['flow']['phase'] = 'load';
  #change: Change | null = null;
  #isLeft = false;
  #leave: () => void = () => {};
  readonly #left: Promise<void>;
  readonly #offer: CanaryOffer;
  readonly #poller: StatusPoller;
  readonly #watch: DeadlineWatch;

  constructor(
    private readonly open: OpenMonitor,
    private readonly consent: ProductionConsent,
    private readonly audience: MonitorAudience,
  ) {
    const { monitor, connection, runSecret } = open;
    const { clock, take } = monitor;
    this.startMs = clock.nowMs();
    this.#left = new Promise((resolve) => {
      this.#leave = resolve;
    });
    this.#poller = new StatusPoller({ connection, clock, emit: take });
    const isStopped = stopFileSince(open.folder);
    this.#watch = new DeadlineWatch({
      monitor,
      poller: this.#poller,
      mayAskAtMs: open.replayed === null ? 0 : this.startMs + minPollIntervalMs,
      tick: () => isStopped() && this.#stop(`the file ${stopFile} in ${open.folder} ended the monitor`),
    });
    this.#offer = new CanaryOffer({
      monitor,
      connection,
      runSecret,
      between: () => this.#between(),
      limitReached: (isReached) => this.#limitReached(isReached),
    });
  }

  get phase(): RunView['flow']['phase'] {
    return this.#phase;
  }

  /** What is to be shown of it now. */
  get view(): RunView {
    return monitorView(this.open, this);
  }

  /** Settles when nothing is in flight any more after `drain`, at its deadline at the latest, or after `leave`. */
  async run(): Promise<void> {
    const { monitor } = this.open;
    this.#watch.start();
    // It may be another day than that of the process before.
    await monitor.lookAfterSegment();
    const settled = this.#settle();
    await Promise.race([this.#offer.run(), this.#left]);
    this.#phase = 'drain';
    await Promise.race([this.#drained(), this.#left]);
    // What is in flight now stays so, for the next process: whatever its calls come to is not taken any more.
    monitor.end();
    this.#phase = 'done';
    this.#isLeft = true;
    this.#watch.stop();
    this.#poller.stop();
    this.#offer.abort();
    await Promise.race([settled, this.#left]);
  }

  /** No new orders; those that were sent are waited for. */
  drain(): void {
    this.#offer.stop();
  }

  /** No waiting any more. */
  leave(): void {
    this.drain();
    this.#isLeft = true;
    this.#leave();
  }

  /**
   * Goes by another profile from the next order on. Rejects with a StartError, and goes on by the present one, when it asks for
   * what a running monitor can't change, or may not do.
   */
  async reload(written: Profile): Promise<void> {
    const { monitor, connection } = this.open;
    const profile = monitoredProfile(written);
    if (profile.source === monitor.profile.source) {
      this.audience.say(`${profile.name} was read again, and is as it was`);
      return;
    }
    const fixed = fixedKeyChanges(monitor.profile, profile);
    if (fixed.length > 0) throw new StartError(fixed.join('\n'));
    refuseUnsafe(profile, this.consent, monitorWorstCase);
    const { pricesCents } = await pricesOf(connection, monitor.facts.target, profile);
    this.#change = { profile, pricesCents };
    this.#offer.wake();
  }

  #stop(sentence: string): void {
    if (this.#phase !== 'load') return;
    this.#phase = 'drain';
    this.audience.say(sentence);
    this.drain();
  }

  async #between(): Promise<void> {
    const { monitor } = this.open;
    const change = this.#change;
    this.#change = null;
    if (change === null) {
      await monitor.lookAfterSegment();
      return;
    }
    await monitor.change(change.profile, change.pricesCents);
    // No count may look smaller for a moment than it was.
    monitor.fold.passTime();
    await this.audience.show(this.view);
    this.audience.say(`${change.profile.name} was read again, and holds from now on`);
  }

  /** Asks again for what a killed process may have sent, while new orders leave already. */
  async #settle(): Promise<void> {
    const { monitor, connection, runSecret, replayed, hasKeys } = this.open;
    if (replayed === null) return;
    const open = monitor.fold.open.seqs.length;
    const mayGoOn = (): boolean => !this.#isLeft;
    const { asked, left } = await settleDoubt({ monitor, connection, runSecret, hasKeys, mayGoOn });
    if (open + asked + left === 0) return;
    const notAsked = left === 0 ? '' : `, ${left} more are not known`;
    this.audience.say(`took up ${open} orders of the process before, ${asked} of them in doubt${notAsked}`);
  }

  async #drained(): Promise<void> {
    const { clock, tracker, profile } = this.open.monitor;
    const endMs = clock.nowMs() + profile.deadlineMs;
    const isOpen = (): boolean => this.#offer.unfinished > 0 || tracker.inFlight > 0;
    while (!this.#isLeft && isOpen() && clock.nowMs() < endMs)
      await new Promise<void>((resolve) => clock.after(drainLookMs, resolve));
  }

  #limitReached(isReached: boolean): void {
    const { limitCents } = this.open.monitor.fold.limit;
    const sum = limitCents === null ? 'no limit' : formatCents(limitCents);
    this.audience.say(
      isReached
        ? `the limit of ${sum} a day is reached: orders are dropped until midnight (UTC)`
        : `orders are sent again; the limit is ${sum} a day`,
    );
  }
}
