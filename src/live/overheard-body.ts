import type { IncomingMessage } from 'node:http';

/**
 * Overhears the body of a request while the service reads it, in whatever way it does. Nothing is read, paused or held back
 * here: a stream tells each piece and its end to those who listen, and that telling is listened to. Of a body that
 * the service does not read, Node itself reads the rest once the service has answered.
 *
 * A listener for `data` would do none of that: it would make the stream flow before the service is ready for it.
 *
 * @param whole told the body once it has been read to its end; null for one above `maxBytes`, of which nothing is kept
 */
export function overhearBody(
  request: IncomingMessage,
  maxBytes: number,
  whole: (body: Buffer | null) => void,
): void {
  const { emit } = request;
  let pieces: Buffer[] = [];
  let bytes = 0;
  const take = (piece: unknown): void => {
    const taken = Buffer.isBuffer(piece)
      ? piece
      : Buffer.from(String(piece), request.readableEncoding ?? 'utf8');
    bytes += taken.length;
    if (bytes > maxBytes) pieces = [];
    else pieces.push(taken);
  };
  const overheard = function (this: IncomingMessage, name: string, ...told: unknown[]): boolean {
    if (name === 'data') take(told[0]);
    try {
      return Reflect.apply(emit, this, [name, ...told]);
    } finally {
      if (name === 'end') {
        if (request.emit === overheard) request.emit = emit;
        whole(bytes > maxBytes ? null : pieces.length === 1 ? (pieces[0] ?? null) : Buffer.concat(pieces));
      }
    }
  };
  request.emit = overheard;
}
