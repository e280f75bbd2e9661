/**
 * What can go wrong on our side of a watched service, so that its figures are not whole. `internal`: an error of foxload's own;
 * `no_raw_body`: a webhook whose raw bytes were gone before foxload saw them; `unseen_end`: a create call whose end was
 * never seen, such as one whose answer the service does not read; `old_dispatcher`: a request through an undici older than 7; `orders_used_up`: no further order can be numbered;
 * `page`: the metrics page could not be opened; `events`: the events file could not be written.
 */
export const faultKinds = [
  'internal',
  'no_raw_body',
  'unseen_end',
  'old_dispatcher',
  'orders_used_up',
  'page',
  'events',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What went wrong on foxload's side. The service goes on; only its measurement is not whole any more. */
export class WatchFault extends Error {
  override readonly name = 'WatchFault';
  constructor(
    readonly kind: FaultKind,
    explanation: string,
    options?: ErrorOptions,
  ) {
    super(explanation, options);
  }
}

/**
 * Stands between foxload and the service that it is built into: whatever fails inside is counted, told once of each kind, and
 * never thrown.
 */
export class Faults {
  readonly counts: Record<FaultKind, number>;
  readonly #told = new Set<FaultKind>();

  /** `tell` may throw: that is swallowed, too. */
  constructor(private readonly tell: (fault: WatchFault) => void) {
    this.counts = Object.fromEntries(faultKinds.map((kind) => [kind, 0])) as Record<FaultKind, number>;
  }

  /** What `act` gives, or `otherwise` where it fails. */
  guarded<T>(act: () => T, otherwise: T): T {
    try {
      return act();
    } catch (error) {
      this.note('internal', 'foxload could not take what it saw', error);
      return otherwise;
    }
  }

  /** Counts a fault; the first one of its kind is told. */
  note(kind: FaultKind, explanation: string, cause?: unknown): void {
    this.counts[kind] += 1;
    if (this.#told.has(kind)) return;
    this.#told.add(kind);
    try {
      this.tell(new WatchFault(kind, explanation, cause === undefined ? undefined : { cause }));
    } catch {
      // Whoever listens for faults may not bring down the service either.
    }
  }
}
