import type { ServerResponse } from 'node:http';

/** So many may look at once: more than a team, and too few to be a load. */
export const maxViewers = 32;
/** A viewer that leaves so much unread is let go; its browser comes back by itself. The longest history is a fifth of it. */
export const maxUnreadBytes = 1_048_576;
/** How long a viewer waits before it connects again, in milliseconds. */
const retryMs = 2_000;
/** How long the last words of a run may take to leave, in milliseconds. */
const farewellMs = 500;

/** Proxies pass each message on at once; nginx has to be told. */
const eventHeaders = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
} as const;

/** One message of server-sent events (HTML Living Standard, 9.2). `data` is one line. */
export function eventText(event: string, data: string): string {
  return `event: ${event}\ndata: ${data}\n\n`;
}

/** Those who look at a run, each over a connection of its own. All are sent the same text. */
export class Viewers {
  readonly #open = new Set<ServerResponse>();

  get count(): number {
    return this.#open.size;
  }

  /** Keeps the connection, and sends `first` at once; refuses it where there are too many. */
  welcome(response: ServerResponse, first: string): void {
    if (this.#open.size >= maxViewers) {
      response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '10' });
      response.end(
        `${maxViewers} viewers are looking already, the most that may at once; close one of them.\n`,
      );
      return;
    }
    response.writeHead(200, eventHeaders);
    response.write(`retry: ${retryMs}\n${first}`);
    this.#open.add(response);
    response.once('close', () => this.#open.delete(response));
    // One that has just gone may still be written to: nobody who looks may end a run.
    response.on('error', () => this.#open.delete(response));
  }

  /** Sends the same text to all. */
  send(text: string): void {
    for (const response of this.#open) {
      if (response.writableLength <= maxUnreadBytes) response.write(text);
      else {
        this.#open.delete(response);
        response.destroy();
      }
    }
  }

  /** Sends a last text and ends every connection; settles when that has left, or after half a second. */
  async close(last: string): Promise<void> {
    const gone = [...this.#open].map(
      (response) => new Promise<void>((resolve) => response.end(last, resolve)),
    );
    if (gone.length === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, farewellMs);
    });
    await Promise.race([Promise.all(gone), late]);
    clearTimeout(timer);
  }
}
