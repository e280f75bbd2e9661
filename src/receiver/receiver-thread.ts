import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock.js';
import { takeEvents } from './event-cells.js';
import type { ReceiverOptions } from './receiver.js';
import type { Handover, ListenOrder, MessageFromReceiver, MessageToReceiver } from './receiving-messages.js';
import { aheadOfSystemMs } from './thread-clock.js';

/** What the receiving thread is to open, and where the thread that measures wants to have what comes. */
export interface ReceiverThreadOptions
  extends Omit<ListenOrder, 'isDurable' | 'aheadMs'>,
    Pick<ReceiverOptions, 'emit' | 'durable' | 'handled'> {
  /** Its readings go on as those of the system's monotonic clock do, whatever its zero. */
  readonly clock: Clock;
  /** Told how late the event loop of the receiving thread was, in milliseconds: 50 looks a second. */
  readonly late?: (lateMs: readonly number[]) => void;
}

// From a module of `dist/`, from a bundle's chunk and from the sources alike: a thread can only be started from what was built.
const entry = new URL('../../dist/receiver/receiving-thread.js', import.meta.url);

/**
 * The webhook endpoint in a thread of its own, so that whatever the thread that sends and counts is busy with, a webhook is stamped when it
 * comes. The thread loads by itself from its start on, so that who knows early that it will be wanted can prepare the rest meanwhile.
 */
export class ReceiverThread {
  readonly #worker = new Worker(entry, { name: 'receiver' });
  /** Settles with a sentence when the thread has ended. */
  readonly ended: Promise<string>;

  constructor() {
    let why = '';
    this.#worker.once('error', ({ message }) => {
      why = `: ${message}`;
    });
    this.ended = new Promise((resolve) => {
      this.#worker.once('exit', () => resolve(`the thread of the webhook receiver ended${why}`));
    });
  }

  /** Opens the endpoint, once; gives its address. Rejects with the system's error (`EADDRINUSE`, …) when it can't listen. */
  listen({ clock, emit, durable, handled, late, ...rest }: ReceiverThreadOptions): Promise<string> {
    const listening = new Promise<string>((resolve, reject) => {
      this.#worker.on('message', (message: MessageFromReceiver) => {
        if (message.kind === 'handover') {
          takeEvents(message.events, emit);
          if (handled !== undefined) takeHandled(message.handled, handled);
          if (durable !== undefined) this.#confirm(message, durable);
        } else if (message.kind === 'late') late?.(message.lateMs);
        else if (message.kind === 'listening') resolve(message.url);
        else reject(Object.assign(new Error(message.message), { code: message.code }));
      });
      void this.ended.then((why) => reject(new Error(why)));
    });
    const order: ListenOrder = {
      ...rest,
      isDurable: durable !== undefined,
      aheadMs: aheadOfSystemMs(clock),
    };
    this.#tell({ kind: 'listen', order });
    return listening;
  }

  /** Ends the thread, whether it was told to listen or not; what it has to tell is taken first. */
  async close(): Promise<void> {
    this.#tell({ kind: 'close' });
    await this.ended;
  }

  #confirm({ number }: Handover, durable: () => Promise<boolean>): void {
    const say = (isSafe: boolean): void => this.#tell({ kind: 'safe', number, isSafe });
    durable().then(say, () => say(false));
  }

  #tell(message: MessageToReceiver): void {
    this.#worker.postMessage(message);
  }
}

function takeHandled(
  figures: Handover['handled'],
  handled: (durationMs: number, transitMs: number | null) => void,
): void {
  for (let at = 0; at < figures.length; at += 2) handled(figures[at] ?? 0, figures[at + 1] ?? null);
}
