import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import type { Clock } from '../clock.js';
import { endpoints, maxBodyBytes } from '../contract/endpoints.js';
import { type Answer, refusal } from './answer.js';
import { AnswerTimes } from './answer-times.js';
import { ApiKeys } from './api-keys.js';
import { type CreateReply, createOrder } from './create-order.js';
import { DueQueue } from './due-queue.js';
import { induces } from './induction-set.js';
import { routeRequest } from './route-request.js';
import type { SandboxOrder } from './sandbox-order.js';
import type { Simulation } from './simulation.js';
import type { Timed } from './ticker.js';

const emptyBody = Buffer.alloc(0);

/** The simulation behind HTTP: reads requests, and lets each answer leave when its time has come. */
export class SandboxServer implements Timed {
  readonly #simulation: Simulation;
  readonly #clock: Clock;
  readonly #keys: ApiKeys;
  readonly #times: AnswerTimes;
  readonly #wake: () => void;
  readonly #heldAnswers = new DueQueue<() => void>();
  /** Answers that wait until the webhook of their order was tried. */
  readonly #afterWebhook = new Map<SandboxOrder, () => void>();
  #calls = 0;

  /** `wake` is called after each request: something new may be due. */
  constructor(simulation: Simulation, wake: () => void) {
    const { apiKeys, rateLimitPerSecond } = simulation.options;
    this.#simulation = simulation;
    this.#clock = simulation.clock;
    this.#keys = new ApiKeys(apiKeys, rateLimitPerSecond, simulation.clock.nowMs());
    this.#times = new AnswerTimes(simulation.options);
    this.#wake = wake;
    simulation.onFinalTried = (order) => this.#releaseAfterWebhook(order);
  }

  nextDueMs(): number {
    return this.#heldAnswers.nextDueMs();
  }

  advance(nowMs: number): void {
    for (let leave = this.#heldAnswers.popDue(nowMs); leave; leave = this.#heldAnswers.popDue(nowMs)) leave();
  }

  readonly listener: RequestListener = (request, response) => {
    // Stamped first: this instant is the order's beginning in the list of true delivery times.
    const atMs = this.#clock.nowMs();
    readBody(request, (body) => {
      if (body === null) refuseLargeBody(response);
      else this.#answer(request, response, body, atMs);
      this.#wake();
    });
  };

  #answer(request: IncomingMessage, response: ServerResponse, body: Buffer, atMs: number): void {
    const { url = '/', method = 'GET' } = request;
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    if (path.startsWith('/sandbox/')) {
      const query = mark < 0 ? '' : url.slice(mark + 1);
      send(response, routeRequest(this.#simulation, { method, path, query, body, atMs }));
      return;
    }
    const { authorization } = request.headers;
    const stranger = this.#keys.unknownCaller(authorization);
    if (stranger !== null) this.#leave(() => send(response, stranger), false);
    else if (method === 'POST' && path === endpoints.orders) this.#create(request, response, body, atMs);
    else {
      const answer = routeRequest(this.#simulation, { method, path, query: '', body, atMs });
      this.#leave(() => send(response, answer), false);
    }
  }

  #create(request: IncomingMessage, response: ServerResponse, body: Buffer, atMs: number): void {
    this.#times.createCame(atMs);
    const tooMany = this.#keys.tooManyCalls(request.headers.authorization, atMs);
    if (tooMany !== null) {
      this.#leave(() => send(response, tooMany), false);
      return;
    }
    const reply = createOrder(this.#simulation, {
      headers: request.headers,
      body,
      atMs,
      call: this.#calls++,
    });
    const leave = () => leaveCreate(request, response, reply);
    const { made } = reply;
    if (made !== null && induces(made.inductions, 'early')) {
      this.#afterWebhook.set(made, () => this.#leave(leave, reply.slow));
    } else this.#leave(leave, reply.slow);
  }

  #releaseAfterWebhook(order: SandboxOrder): void {
    const release = this.#afterWebhook.get(order);
    this.#afterWebhook.delete(order);
    release?.();
  }

  /** Now, or when the answer's time has come. */
  #leave(leave: () => void, slow: boolean): void {
    const nowMs = this.#clock.nowMs();
    const dueMs = this.#times.leavesMs(nowMs, slow);
    if (dueMs <= nowMs) leave();
    else this.#heldAnswers.push(dueMs, leave);
  }
}

function leaveCreate(request: IncomingMessage, response: ServerResponse, reply: CreateReply): void {
  if (reply.made !== null) reply.made.answered = true;
  if (reply.answer === null) request.socket.resetAndDestroy();
  else send(response, reply.answer);
}

/** The whole body; null when it is too large, and then the rest is not read. */
function readBody(request: IncomingMessage, done: (body: Buffer | null) => void): void {
  let first: Buffer | null = null;
  let more: Buffer[] | null = null;
  let bytes = 0;
  let over = false;
  request.on('data', (chunk: Buffer) => {
    if (over) return;
    bytes += chunk.length;
    if (bytes > maxBodyBytes) {
      over = true;
      done(null);
    } else if (first === null) first = chunk;
    else {
      more ??= [first];
      more.push(chunk);
    }
  });
  request.on('end', () => {
    if (!over) done(more === null ? (first ?? emptyBody) : Buffer.concat(more));
  });
}

function refuseLargeBody(response: ServerResponse): void {
  response.setHeader('Connection', 'close');
  send(response, refusal('payload_too_large', `a body has at most ${maxBodyBytes} bytes`));
}

function send(response: ServerResponse, answer: Answer): void {
  const { status, body, contentType, retryAfterS, allow } = answer;
  // The caller may have hung up while the answer was held.
  if (response.destroyed) return;
  response.statusCode = status;
  response.setHeader('Content-Type', contentType);
  if (retryAfterS !== undefined) response.setHeader('Retry-After', retryAfterS);
  if (allow !== undefined) response.setHeader('Allow', allow);
  if (typeof body === 'string') response.end(body);
  else pipeline(Readable.from(body), response, () => {});
}
