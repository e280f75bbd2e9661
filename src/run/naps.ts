import type { TimerClock } from '../clock.js';

/** Waits that can all be ended at once. */
export class Naps {
  readonly #sleepers = new Set<() => void>();

  constructor(private readonly clock: TimerClock) {}

  /** Settles after `ms` milliseconds, or when all naps end. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        callOff();
        this.#sleepers.delete(wake);
        resolve();
      };
      const callOff = this.clock.after(ms, wake);
      this.#sleepers.add(wake);
    });
  }

  /** Wakes all that sleep now. */
  end(): void {
    for (const wake of [...this.#sleepers]) wake();
  }
}
