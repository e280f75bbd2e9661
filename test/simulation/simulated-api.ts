import type { IncomingHttpHeaders } from 'node:http';
import { endpoints } from '../../src/contract/endpoints.js';
import type { Answer } from '../../src/sandbox/answer.js';
import { AnswerTimes } from '../../src/sandbox/answer-times.js';
import { ApiKeys } from '../../src/sandbox/api-keys.js';
import { type CreateReply, createOrder } from '../../src/sandbox/create-order.js';
import { induces, inductionsIn } from '../../src/sandbox/induction-set.js';
import { routeRequest } from '../../src/sandbox/route-request.js';
import type { SandboxOrder } from '../../src/sandbox/sandbox-order.js';
import type { Simulation } from '../../src/sandbox/simulation.js';
import type { FaultTally } from './fault-tally.js';
import type { SimulatedTime } from './simulated-time.js';

/** A request as its bytes reached the API. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What leaves the API; null: the connection is reset. */
export type WireAnswer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
} | null;

/** The simulator's order API without its sockets: the same steps as its HTTP server, on simulated time. */
export class SimulatedApi {
  readonly #keys: ApiKeys;
  readonly #times: AnswerTimes;
  /** Answers that wait until the webhook of their order was tried. */
  readonly #afterWebhook = new Map<SandboxOrder, () => void>();
  #calls = 0;

  /** `wake` is called after each request: something new may be due. */
  constructor(
    private readonly simulation: Simulation,
    private readonly time: SimulatedTime,
    private readonly tally: FaultTally,
    private readonly wake: () => void,
  ) {
    const { apiKeys, rateLimitPerSecond } = simulation.options;
    this.#keys = new ApiKeys(apiKeys, rateLimitPerSecond, time.nowMs());
    this.#times = new AnswerTimes(simulation.options);
    simulation.onFinalTried = (order) => {
      const release = this.#afterWebhook.get(order);
      this.#afterWebhook.delete(order);
      release?.();
    };
  }

  take(request: WireRequest, reply: (answer: WireAnswer) => void): void {
    const { method, path, headers, body } = request;
    const stranger = this.#keys.unknownCaller(headers.authorization);
    if (stranger !== null) this.#leave(false, () => reply(wireAnswer(stranger)));
    else if (method === 'POST' && path === endpoints.orders) this.#create(request, reply);
    else {
      const plain = { method, path, query: '', body, atMs: this.time.nowMs() };
      const answer = routeRequest(this.simulation, plain);
      this.#leave(false, () => reply(wireAnswer(answer)));
    }
    this.wake();
  }

  #create({ headers, body }: WireRequest, reply: (answer: WireAnswer) => void): void {
    const atMs = this.time.nowMs();
    this.#times.createCame(atMs);
    const tooMany = this.#keys.tooManyCalls(headers.authorization, atMs);
    if (tooMany !== null) {
      this.tally.count('api_rate_limited');
      this.#leave(false, () => reply(wireAnswer(tooMany)));
      return;
    }
    const call = this.#calls++;
    this.#tellCallFaults(call);
    const created = createOrder(this.simulation, { headers, body, atMs, call });
    const leave = () => this.#leave(created.slow, () => reply(answerOf(created)));
    const { made } = created;
    for (const name of made === null ? [] : inductionsIn(made.inductions)) this.tally.count(`api_${name}`);
    if (made !== null && induces(made.inductions, 'early')) this.#afterWebhook.set(made, leave);
    else leave();
  }

  #tellCallFaults(call: number): void {
    for (const name of inductionsIn(this.simulation.drawCall(call))) this.tally.count(`api_${name}`);
  }

  #leave(slow: boolean, leave: () => void): void {
    this.time.at(this.#times.leavesMs(this.time.nowMs(), slow), leave);
  }
}

function answerOf({ answer, made }: CreateReply): WireAnswer {
  if (made !== null) made.answered = true;
  return answer === null ? null : wireAnswer(answer);
}

function wireAnswer({ status, contentType, body, retryAfterS }: Answer): WireAnswer {
  const headers: IncomingHttpHeaders = { 'content-type': contentType };
  if (retryAfterS !== undefined) headers['retry-after'] = String(retryAfterS);
  return { status, headers, body: Buffer.from(typeof body === 'string' ? body : [...body].join('')) };
}
