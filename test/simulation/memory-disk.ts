import type { JournalFile } from '../../src/journal/journal-file.js';
import type { Chance } from './chance.js';
import type { HostClock } from './host-clock.js';

/** A journal's file on a simulated disk: it takes its time, and from `failsMs` on it is full. */
export class MemoryDisk implements JournalFile {
  #written = '';
  #safeLength = 0;

  constructor(
    private readonly host: HostClock,
    private readonly chance: Chance,
    private readonly slowestMs: number,
    private readonly failsMs: number,
  ) {}

  /** Everything that the system has. */
  get text(): string {
    return this.#written;
  }

  /** So much of it, in characters, would be there after a power loss. */
  get safeLength(): number {
    return this.#safeLength;
  }

  write(bytes: Buffer): Promise<void> {
    return this.#work(() => {
      this.#written += bytes.toString();
    });
  }

  sync(): Promise<void> {
    const length = this.#written.length;
    return this.#work(() => {
      this.#safeLength = length;
    });
  }

  async close(): Promise<void> {}

  #work(done: () => void): Promise<void> {
    const dueMs = this.host.nowMs() + this.chance.magnitude(0.05, this.slowestMs);
    return new Promise((resolve, reject) => {
      this.host.arrive(dueMs, () => {
        if (this.host.nowMs() >= this.failsMs) return reject(new Error('ENOSPC: no space left on device'));
        done();
        resolve();
      });
    });
  }
}
