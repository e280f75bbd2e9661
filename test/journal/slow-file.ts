import type { JournalFile } from '../../src/journal/journal-file.js';

/** A disk in the test's hand: it notes what was asked of it and syncs when the test lets it. */
export class SlowFile implements JournalFile {
  /** What the system has. */
  written = '';
  /** What the disk has. */
  synced = '';
  writes = 0;
  syncs = 0;
  closes = 0;
  /** Rejects the next write or sync. */
  failure: { readonly of: 'write' | 'sync' | 'close'; readonly error: Error } | null = null;
  /** Set: syncs wait until `release`. */
  holding = false;
  #release: () => void = () => {};

  async write(bytes: Buffer): Promise<void> {
    this.writes += 1;
    this.#mayFail('write');
    this.written += bytes.toString();
  }

  async sync(): Promise<void> {
    this.syncs += 1;
    this.#mayFail('sync');
    const covered = this.written;
    if (this.holding) {
      await new Promise<void>((resolve) => {
        this.#release = resolve;
      });
      this.#mayFail('sync');
    }
    this.synced = covered;
  }

  async close(): Promise<void> {
    this.closes += 1;
    this.#mayFail('close');
  }

  /** Lets the sync go that waits. */
  release(): void {
    this.#release();
  }

  #mayFail(step: 'write' | 'sync' | 'close'): void {
    if (this.failure?.of === step) throw this.failure.error;
  }
}

/** Lets everything happen that waits for no timer and no disk. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
