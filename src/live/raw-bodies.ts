import type { IncomingMessage } from 'node:http';

/** The raw bytes of a request that somebody has read before us, and when we saw them. */
export interface RawBody {
  readonly bytes: Buffer;
  /** Null where nobody stamped it. */
  readonly atMs: number | null;
}

/**
 * Finds the raw body of a request that is not to be read any more: kept by the `verify` hook of express's body parsers, or put
 * beside the parsed one by the service's own framework.
 */
export class RawBodies {
  readonly #kept = new WeakMap<object, RawBody>();

  /** Keeps the bytes for as long as their request lives. */
  keep(request: object, bytes: Buffer, atMs: number): void {
    this.#kept.set(request, { bytes, atMs });
  }

  /** Null where the bytes are not to be had, or still to be read. */
  find(request: IncomingMessage): RawBody | null {
    const kept = this.#kept.get(request);
    if (kept !== undefined) return kept;
    const { rawBody, body } = request as IncomingMessage & { rawBody?: unknown; body?: unknown };
    const bytes = bytesOf(rawBody) ?? bytesOf(body);
    return bytes === null ? null : { bytes, atMs: null };
  }
}

/** Bytes, or the text of a parser that keeps it as it came. */
function bytesOf(value: unknown): Buffer | null {
  if (Buffer.isBuffer(value)) return value;
  return typeof value === 'string' ? Buffer.from(value) : null;
}
