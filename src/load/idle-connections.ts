import type { Clock } from '../clock.js';
import { type Link, LinkedList } from '../linked-list.js';

/** A connection that no request is on. */
export interface IdleConnection<T> extends Link<T> {
  /** Whether it has a socket. One without opens it when it is used. */
  isOpen: boolean;
  /** Since when it is idle, on the clock of the pool. */
  idleSinceMs: number;
}

/** In milliseconds: who has been idle for so long is used once more, so that it stays open … */
const refreshedAfterMs = 1_000;
/** … unless it has been for so long: far below the few seconds after which servers close a connection that nobody uses. */
const staleAfterMs = 2_000;

/**
 * The idle connections of a pool, and which one is used next: the newest, whose memory the processor still has at hand; but the oldest when it has been idle
 * for a second. So a rate that once needed many connections keeps them all. Were the newest always used, the others would be closed as idle after some
 * seconds, and opened again, a hundred at a time, in the very moment in which the API is late and orders queue up.
 *
 * Where they are too many for the rate to reach each within a second more, the oldest are left to close. Only when none is open is a closed one
 * opened again.
 */
export class IdleConnections<T extends IdleConnection<T>> {
  readonly #open = new LinkedList<T>();
  readonly #closed: T[] = [];

  constructor(private readonly clock: Pick<Clock, 'nowMs'>) {}

  /** The connection to use next, idle no more; null when there is none. */
  take(): T | null {
    const { first, last } = this.#open;
    if (first === null || last === null) return this.#closed.pop() ?? null;
    const idleMs = this.clock.nowMs() - first.idleSinceMs;
    const next = idleMs >= refreshedAfterMs && idleMs < staleAfterMs ? first : last;
    this.#open.remove(next);
    return next;
  }

  /** The connection is idle from now on. */
  add(connection: T): void {
    connection.idleSinceMs = this.clock.nowMs();
    if (connection.isOpen) this.#open.add(connection);
    else this.#closed.push(connection);
  }

  /** The socket of this idle connection is there, or gone. */
  change(connection: T, isOpen: boolean): void {
    if (connection.isOpen === isOpen) return;
    if (connection.isOpen) this.#open.remove(connection);
    else this.#closed.splice(this.#closed.indexOf(connection), 1);
    connection.isOpen = isOpen;
    this.add(connection);
  }

  /** Forgets all of them. */
  clear(): void {
    for (let next = this.take(); next !== null; next = this.take());
  }
}
