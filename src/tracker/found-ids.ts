import type { TextHash } from './text-hash.js';

/** The characters of a text: those of a string, or of bytes of which no string was made. */
export interface Characters {
  readonly length: number;
  charCodeAt(at: number): number;
  toString(): string;
}

/** An id, as it is looked for. */
export interface HashedId {
  readonly text: Characters;
  readonly hash: TextHash;
}

/** The ids of an event, where somebody has found them already. */
export interface FoundIds {
  readonly orderId: HashedId;
  /** Of a webhook's own id; null where it has none. */
  readonly webhookId: TextHash | null;
  /** What came of noting the webhook's id, where somebody has done that, too. */
  readonly noted: NotedId | null;
}

/** A webhook id was noted. */
export interface NotedId {
  /** It is known to have come with other news before. */
  readonly isReused: boolean;
  /** How many ids were no longer known by then. */
  readonly forgotten: number;
}
