import { orderKey } from '../../src/load/order-keys.js';
import type { OrderEvent } from '../../src/order-event.js';
import type { SandboxOrder } from '../../src/sandbox/sandbox-order.js';
import type { DecidedOrder } from '../../src/tracker/tracker-listener.js';
import type { TakenWebhook } from './simulated-receiver.js';
import type { SimulatedRun } from './simulated-run.js';

type EventOf<K extends OrderEvent['kind']> = Extract<OrderEvent, { kind: K }>;

/** One planned order, as the harness tells it and as it was. */
export interface OrderStory {
  readonly seq: number;
  readonly key: string;
  readonly planned: EventOf<'planned'>;
  /** How the create call ended: exactly one of these, once. */
  readonly ends: readonly EventOf<'dropped' | 'accepted' | 'refused' | 'errored'>[];
  readonly accepted: EventOf<'accepted'> | null;
  readonly sent: number;
  readonly decided: readonly DecidedOrder[];
  /** The first authentic webhook that says the order is decided, in the order in which they were taken. */
  readonly news: TakenWebhook | null;
  /** What the API holds under its key: one order at most, as long as it keeps the law. */
  readonly real: readonly SandboxOrder[];
}

/** Whether the harness has to believe this webhook: the sender's own bytes, in a form that the dialect knows. */
export function isAuthentic({ corrupted, variant }: TakenWebhook): boolean {
  return !corrupted && (variant === 'news' || variant === 'false_news');
}

function isFinal({ state }: TakenWebhook): boolean {
  return state === 'delivered' || state === 'failed' || state === 'refunded';
}

/** The story of each planned order, in the order of their numbers. */
export function orderStories({ events, decided, taken, simulation, runSecret }: SimulatedRun): OrderStory[] {
  const bySeq = groups(events, (event) => ('seq' in event ? event.seq : null));
  const decidedBySeq = groups(decided, ({ seq }) => seq);
  const newsById = groups(taken, (webhook) =>
    isAuthentic(webhook) && isFinal(webhook) ? webhook.orderId : null,
  );
  const realByKey = groups(simulation.book.all(), ({ key }) => key);
  return [...bySeq].flatMap(([seq, own]) => {
    const planned = own.find((event): event is EventOf<'planned'> => event.kind === 'planned');
    if (planned === undefined) return [];
    const accepted = own.find((event): event is EventOf<'accepted'> => event.kind === 'accepted') ?? null;
    const key = orderKey(runSecret, seq);
    const ends = own.filter(
      (event): event is OrderStory['ends'][number] =>
        event.kind === 'dropped' ||
        event.kind === 'accepted' ||
        event.kind === 'refused' ||
        event.kind === 'errored',
    );
    return {
      seq,
      key,
      planned,
      ends,
      accepted,
      sent: own.filter(({ kind }) => kind === 'sent').length,
      decided: decidedBySeq.get(seq) ?? [],
      news: (accepted === null ? null : newsById.get(accepted.orderId)?.[0]) ?? null,
      real: realByKey.get(key) ?? [],
    };
  });
}

function groups<T, K>(items: Iterable<T>, keyOf: (item: T) => K | null): Map<K, T[]> {
  const grouped = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const group = grouped.get(key);
    if (group === undefined) grouped.set(key, [item]);
    else group.push(item);
  }
  return grouped;
}
