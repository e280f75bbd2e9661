import type { DialectName } from '../contract/dialect.js';
import type { SignatureSchemeName } from '../contract/signature-scheme.js';
import type { EventCells } from './event-cells.js';
import type { ReceiverOptions } from './receiver.js';

/** What the receiving thread is to open. */
export interface ListenOrder extends Pick<ReceiverOptions, 'host' | 'port' | 'path'> {
  readonly dialect: DialectName;
  readonly signature: SignatureSchemeName;
  readonly secret: Uint8Array;
  readonly oldSecrets: readonly Uint8Array[];
  /** Whether a webhook is acknowledged only when the thread that measures has said that its events are safe. */
  readonly isDurable: boolean;
  /** How far the clock of the thread that measures is ahead of the system's: `aheadOfSystemMs`. */
  readonly aheadMs: number;
}

/** What happened in one turn of the receiving thread's event loop. */
export interface Handover {
  readonly kind: 'handover';
  /** Counted from 1. */
  readonly number: number;
  readonly events: EventCells;
  /** What `WebhookTakerOptions.handled` was told, one after the other: two figures for each authentic webhook. */
  readonly handled: (number | null)[];
}

/** The messages of the thread that measures, the order first. */
export type MessageToReceiver =
  | { readonly kind: 'listen'; readonly order: ListenOrder }
  | { readonly kind: 'safe'; readonly number: number; readonly isSafe: boolean }
  | { readonly kind: 'close' };

/** The messages of the receiving thread: whether it listens, and from then on what comes. */
export type MessageFromReceiver =
  | { readonly kind: 'listening'; readonly url: string }
  | { readonly kind: 'failed'; readonly code: string | undefined; readonly message: string }
  | Handover
  /** How late the thread's event loop was at each look since the last such message, in milliseconds. */
  | { readonly kind: 'late'; readonly lateMs: readonly number[] };
