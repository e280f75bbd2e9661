import type { Socket } from 'node:net';

const headEnd = '\r\n\r\n';

/** How many bytes the first HTTP message in `bytes` has; null while it is not whole. */
function messageLength(bytes: Buffer): number | null {
  const at = bytes.indexOf(headEnd);
  if (at < 0) return null;
  const head = bytes.toString('latin1', 0, at);
  if (/\r\ntransfer-encoding:/i.test(head)) throw new Error('the fault proxy reads no chunked messages');
  const length = Number(/\r\ncontent-length: *([0-9]+)/i.exec(head)?.[1] ?? 0);
  const whole = at + headEnd.length + length;
  return bytes.length < whole ? null : whole;
}

/** Where the head of a message ends, in bytes. */
export function headLength(message: Buffer): number {
  return message.indexOf(headEnd) + headEnd.length;
}

/**
 * Reads whole HTTP messages from a socket, so that a fault can be drawn over all bytes of one. What a sender leaves
 * unfinished when it hangs up is given as it is.
 */
export class MessageReader {
  #bytes: Buffer = Buffer.alloc(0);
  #over = false;
  #wake: () => void = () => {};

  constructor(socket: Socket) {
    socket.on('data', (chunk: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
      this.#wake();
    });
    for (const event of ['end', 'close'] as const) socket.on(event, () => this.#end());
  }

  /** The next message; null when nothing comes any more. */
  async next(): Promise<Buffer | null> {
    for (;;) {
      const length = messageLength(this.#bytes) ?? (this.#over ? this.#bytes.length : null);
      if (length !== null) return length === 0 ? null : this.#take(length);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #take(length: number): Buffer {
    const message = this.#bytes.subarray(0, length);
    this.#bytes = this.#bytes.subarray(length);
    return message;
  }

  #end(): void {
    this.#over = true;
    this.#wake();
  }
}
