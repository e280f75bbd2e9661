import type { TimerClock } from '../clock.js';
import type { Cents } from '../contract/money.js';
import type { RetryPolicy } from '../load/retry-policy.js';
import { type CallOutcome, isAnswered } from './call-outcome.js';
import type { CaseStep, IdempotencyCase } from './idempotency-case.js';
import type { OrderCaller } from './order-caller.js';
import type { RequestChoice } from './order-request.js';
import type { WebhookDesk } from './webhook-desk.js';

/** What every case of the suite shares. */
export interface CaseSurroundings {
  readonly caller: OrderCaller;
  readonly desk: WebhookDesk;
  readonly clock: TimerClock;
  readonly retryPolicy: RetryPolicy;
  readonly attemptTimeoutMs: number;
  /** The time limit of a client that gives up early. */
  readonly impatientMs: number;
  /** A webhook that was not seen for this long will not come. */
  readonly patienceMs: number;
  /** What can still be spent; null where that can't be learned. */
  readonly balance: () => Promise<Cents | null>;
}

/** Everything that was seen of one case. */
export interface CaseObservation {
  readonly key: string;
  /** In the order in which they were sent; those of one volley as they were answered. */
  readonly outcomes: readonly CallOutcome[];
  /** The balance went down by this much; null where there is no balance. */
  readonly spentCents: Cents | null;
  /** Whether the webhooks that a step waited for came; null where no step waited. */
  readonly webhooksCame: boolean | null;
  /** How often the final webhook came, of the order that had the fewest; 0 without an order. */
  readonly webhooks: number;
  /** The instant of the earliest webhook of an accepted order; null before the first. */
  readonly firstWebhookMs: number | null;
  /** Orders that a webhook told of and no answer named; others may order at a shared sandbox. */
  readonly strangers: readonly string[];
}

/** Does what the case says with one key, and looks at everything that comes of it. */
export async function runCase(
  { key: form, steps, refusedWebhooks = 0 }: IdempotencyCase,
  place: number,
  key: string,
  surroundings: CaseSurroundings,
): Promise<CaseObservation> {
  const { desk, balance, patienceMs } = surroundings;
  const known = new Set(desk.orderIds());
  const before = await balance();
  desk.refuseFirst(refusedWebhooks);
  const outcomes: CallOutcome[] = [];
  let webhooksCame: boolean | null = null;
  for (const step of steps) {
    if (step.step === 'webhooks')
      webhooksCame = await desk.cameFor(acceptedIds(outcomes), step.count, patienceMs);
    else outcomes.push(...(await call(step, { key, form }, surroundings)));
  }
  await untilAnswered(outcomes, { key, form }, place, surroundings);
  const ids = acceptedIds(outcomes);
  await desk.cameFor(ids, 1, patienceMs);
  desk.refuseFirst(0);
  const after = await balance();
  const finals = ids.map((id) => desk.of(id));
  return {
    key,
    outcomes,
    spentCents: before === null || after === null ? null : before - after,
    webhooksCame,
    webhooks: finals.length === 0 ? 0 : Math.min(...finals.map((final) => final?.count ?? 0)),
    firstWebhookMs: earliest(finals.flatMap((final) => (final === undefined ? [] : [final.firstAtMs]))),
    strangers: desk.orderIds().filter((id) => !known.has(id) && !ids.includes(id)),
  };
}

/** The orders that the answers named, each once. */
export function acceptedIds(outcomes: readonly CallOutcome[]): string[] {
  return [...new Set(outcomes.flatMap(({ orderId }) => (orderId === null ? [] : [orderId])))];
}

async function call(
  step: Exclude<CaseStep, { step: 'webhooks' }>,
  choice: RequestChoice,
  { caller, attemptTimeoutMs, impatientMs }: CaseSurroundings,
): Promise<CallOutcome[]> {
  if (step.step === 'cut') return [await caller.cut(choice, step.at)];
  const { copies, otherBody = false, induce, impatient } = step;
  const timeoutMs = impatient === true ? impatientMs : attemptTimeoutMs;
  return caller.send({ ...choice, otherBody, induce }, copies, timeoutMs);
}

/** A client whose call was not answered uses its key again: at once, and then with the retries of any create call. */
async function untilAnswered(
  outcomes: CallOutcome[],
  choice: RequestChoice,
  place: number,
  { caller, clock, retryPolicy, attemptTimeoutMs }: CaseSurroundings,
): Promise<void> {
  let waitMs: number | null = 0;
  for (let attempt = 1; !outcomes.some(isAnswered) && waitMs !== null; attempt += 1) {
    await sleep(clock, waitMs);
    const answers = await caller.send(choice, 1, attemptTimeoutMs);
    outcomes.push(...answers);
    waitMs = retryPolicy(place, attempt, answers[0]?.retryAfterMs ?? null);
  }
}

function sleep(clock: TimerClock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

function earliest(instantsMs: readonly number[]): number | null {
  return instantsMs.length === 0 ? null : Math.min(...instantsMs);
}
