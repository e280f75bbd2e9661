import type { Objective } from '../profile/objective.js';
import type { Tracker } from '../tracker/tracker.js';
import type { DecidedOrder, TrackerListener } from '../tracker/tracker-listener.js';
import { BudgetHistory, budgetRemaining, type CountsAt } from './budget-history.js';
import { CountedEvents, type EventCounts } from './event-counts.js';

/**
 * An order becomes bad only so long after its threshold: its webhook may have arrived in time and still be on its way through the
 * receiver. One whose body takes longer than this to come counts as late.
 */
export const arrivalSlackMs = 1_000;

/** An objective and how its orders fared. */
export interface ObjectiveReading extends EventCounts {
  readonly objective: Objective;
  /** Accepted orders that are neither good nor bad yet. */
  readonly undecided: number;
  /** Of the error budget over the objective's period: 1 is untouched, 0 spent, less is overspent. */
  readonly budgetRemaining: number;
}

/** What an earlier process knew of an objective; plain values, to be kept as JSON. */
export interface SavedObjective extends EventCounts {
  readonly history: readonly CountsAt[];
}

interface Counted {
  readonly objective: Objective;
  readonly events: CountedEvents;
  readonly history: BudgetHistory;
}

const nothing: SavedObjective = { good: 0, bad: 0, history: [] };

/**
 * Counts the accepted orders by the objectives of a profile: good when delivered within the threshold from the planned instant,
 * bad at the moment that can't come true any more. Each order is decided once, so that counters built on it never go back.
 */
export class ObjectiveCounts implements TrackerListener {
  readonly #counted: readonly Counted[];
  /** Orders that the tracker knows of from an earlier process. */
  readonly #acceptedBefore: number;

  /**
   * Listens to the tracker from now on, which must not have taken any order yet.
   *
   * @param earlier by the names of objectives: what an earlier process counted, of other orders
   */
  constructor(
    private readonly tracker: Tracker,
    objectives: readonly Objective[],
    private readonly earlier: Readonly<Record<string, SavedObjective>> = {},
  ) {
    this.#acceptedBefore = tracker.counters.accepted;
    this.#counted = objectives.map((objective) => {
      const { name, withinMs, periodMs } = objective;
      const saved = earlier[name] ?? nothing;
      const overdue = withinMs === null ? null : tracker.overdueAfter(withinMs);
      const history = new BudgetHistory(periodMs, saved.history);
      return { objective, events: new CountedEvents(overdue, saved), history };
    });
    if (objectives.length > 0) tracker.listen(this);
  }

  decided(order: DecidedOrder): void {
    for (const { events } of this.#counted) events.decided(order);
  }

  /**
   * Time passes, and with it thresholds.
   *
   * @param nowMs on the clock of the events
   * @param wallMs the same instant in milliseconds since 1970
   */
  pass(nowMs: number, wallMs: number): void {
    for (const { events, history } of this.#counted) {
      history.note(wallMs, events);
      events.pass(nowMs - arrivalSlackMs);
    }
  }

  /** One for each objective, in the order of the profile. */
  readings(): readonly ObjectiveReading[] {
    const accepted = this.tracker.counters.accepted - this.#acceptedBefore;
    return this.#counted.map(({ objective, events, history }) => {
      const { good, bad } = events;
      const before = this.earlier[objective.name] ?? nothing;
      const undecided = accepted - (good - before.good) - (bad - before.bad);
      const remaining = budgetRemaining(history.over(events), objective.ratio);
      return { objective, good, bad, undecided, budgetRemaining: remaining };
    });
  }

  /** What a later process goes on with. */
  saved(): Readonly<Record<string, SavedObjective>> {
    return Object.fromEntries(
      this.#counted.map(({ objective, events: { good, bad }, history }) => [
        objective.name,
        { good, bad, history: history.steps },
      ]),
    );
  }
}
