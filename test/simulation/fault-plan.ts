import type { Chance } from './chance.js';
import type { Span } from './host-clock.js';

/** What the network does to a request on its way to the API. */
export const requestFaults = [
  'connection_refused',
  'request_lost',
  /** Arrives after its sender has stopped waiting. */
  'request_late',
  'request_reset',
  'request_twice',
  /** A proxy answers in the API's place, which never hears of it. */
  'proxy_502',
  'proxy_429',
  /** A proxy stops waiting for the API, which hears of the request all the same, later. */
  'proxy_gave_up',
] as const;
export type RequestFault = (typeof requestFaults)[number];

/** What the network does to an answer: whatever was asked for has been done. */
export const answerFaults = [
  'answer_lost',
  'answer_late',
  'answer_reset',
  /** The connection breaks within the body. */
  'answer_cut',
  'answer_garbled',
  'answer_oversized',
  /** A proxy stops waiting although the API has done its work. */
  'proxy_504',
] as const;
export type AnswerFault = (typeof answerFaults)[number];

/** What the network does to a webhook. */
export const webhookFaults = [
  'webhook_lost',
  'webhook_reset',
  'webhook_late',
  'webhook_twice',
  'webhook_corrupted',
  'acknowledgement_lost',
] as const;
export type WebhookFault = (typeof webhookFaults)[number];

export type NetworkFault = RequestFault | AnswerFault | WebhookFault;

/** How an API that is down shows itself. */
export const outageManners = ['refused', 'silent', '503'] as const;

export interface Outage extends Span {
  readonly manner: (typeof outageManners)[number];
}

/** Everything that goes wrong around harness and API in one simulated run. */
export interface FaultPlan {
  /** From here on the network is sound. */
  readonly healedMs: number;
  /** The share of requests, answers or webhooks that meet each fault until then, 0 to 1. */
  readonly shares: Readonly<Partial<Record<NetworkFault, number>>>;
  readonly apiDown: readonly Outage[];
  readonly receiverDown: readonly Span[];
  /** The harness is not served by its machine. */
  readonly stalls: readonly Span[];
  /** One way, in milliseconds: between these two. */
  readonly latencyMs: readonly [least: number, most: number];
  /** One write or sync of the journal takes at most this long. */
  readonly slowestDiskMs: number;
  /** From here on the journal can't be written; Infinity for a disk with room enough. */
  readonly diskFullMs: number;
}

const calmShare = 0.1;
const kindShare = 0.35;

/** A plan for a run whose load takes `loadMs`. */
export function randomFaultPlan(chance: Chance, loadMs: number): FaultPlan {
  const healedMs = loadMs * chance.between(0.6, 1.3);
  const calm = chance.happens(calmShare);
  const span = (longestMs: number): Span => {
    const startMs = chance.between(0, healedMs);
    return { startMs, endMs: Math.min(healedMs, startMs + chance.magnitude(20, longestMs)) };
  };
  const several = <T>(most: number, make: () => T): T[] =>
    Array.from({ length: calm ? 0 : Math.max(0, chance.whole(-1, most)) }, make);
  const shares = Object.fromEntries(
    [...requestFaults, ...answerFaults, ...webhookFaults].flatMap((fault) =>
      !calm && chance.happens(kindShare) ? [[fault, chance.magnitude(0.005, 0.15)]] : [],
    ),
  );
  return {
    healedMs,
    shares,
    apiDown: several(2, () => ({ ...span(20_000), manner: chance.pick(outageManners) })),
    receiverDown: several(2, () => span(40_000)),
    stalls: several(4, () => span(8_000)),
    latencyMs: [chance.magnitude(0.05, 20), chance.magnitude(20, 400)],
    slowestDiskMs: chance.magnitude(1, 500),
    diskFullMs: !calm && chance.happens(0.08) ? chance.between(0, loadMs * 1.2) : Number.POSITIVE_INFINITY,
  };
}

/** Which one of `faults` strikes, if any. */
export function drawFault<F extends NetworkFault>(
  { shares }: FaultPlan,
  chance: Chance,
  faults: readonly F[],
): F | null {
  let left = chance.between(0, 1);
  for (const fault of faults) {
    left -= shares[fault] ?? 0;
    if (left < 0) return fault;
  }
  return null;
}
