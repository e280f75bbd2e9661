import type { IncomingHttpHeaders } from 'node:http';
import { Dispatcher } from 'undici';
import { maxBodyBytes } from '../../src/contract/endpoints.js';
import type { Chance } from './chance.js';
import { answerFaults, drawFault, type FaultPlan, type NetworkFault, requestFaults } from './fault-plan.js';
import type { FaultTally } from './fault-tally.js';
import { type HostClock, isWithin } from './host-clock.js';
import type { SimulatedApi, WireAnswer, WireRequest } from './simulated-api.js';
import type { SimulatedTime } from './simulated-time.js';

/** What every request of a simulated network shares. */
export interface WireParts {
  readonly time: SimulatedTime;
  readonly host: HostClock;
  readonly api: SimulatedApi;
  readonly plan: FaultPlan;
  readonly chance: Chance;
  readonly tally: FaultTally;
  readonly attemptTimeoutMs: number;
  /** Told each request when its sender lets it go. */
  readonly seen: (request: WireRequest, atMs: number) => void;
}

/** The network between harness and API in the place of undici's: the same calls to the handler, on simulated time. */
export class SimulatedWire extends Dispatcher {
  constructor(private readonly parts: WireParts) {
    super();
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const body = typeof options.body === 'string' ? Buffer.from(options.body) : Buffer.alloc(0);
    const headers = options.headers as Record<string, string>;
    new WireCall(this.parts, { method: options.method, path: options.path, headers, body }, handler).start();
    return true;
  }
}

const badGateway = Buffer.from('<html><body>502 Bad Gateway</body></html>');
const garbled = [
  '{"order_id": ',
  '<html>',
  '[]',
  '{}',
  '{"order_id":7,"status":"pending"}',
  '\u0000\uFFFD',
] as const;

/** As undici tells them: names and values in turn. */
function rawHeaders(headers: IncomingHttpHeaders): Buffer[] {
  return Object.entries(headers).flatMap(([name, value]) => [Buffer.from(name), Buffer.from(String(value))]);
}

function isGood(answer: WireAnswer): boolean {
  return answer !== null && answer.status <= 299;
}

/** One request on its way there and back. */
class WireCall {
  #aborted = false;
  #over = false;

  constructor(
    private readonly parts: WireParts,
    private readonly request: WireRequest,
    private readonly handler: Dispatcher.DispatchHandler,
  ) {}

  start(): void {
    const { chance, host, time } = this.parts;
    if (this.#outage() === 'refused' || this.#struck('connection_refused')) {
      this.#break('connect ECONNREFUSED');
      return;
    }
    // An open connection is used at once, within the call; a new one has to come about first.
    if (chance.happens(0.7)) this.#open();
    else host.arrive(time.nowMs() + this.#latencyMs(), () => this.#open());
  }

  #abort(): void {
    this.#aborted = true;
    this.#over = true;
  }

  #open(): void {
    if (this.#over) return;
    this.handler.onConnect?.(() => this.#abort());
    if (this.#aborted) return;
    const { time, chance, attemptTimeoutMs, seen } = this.parts;
    seen(this.request, time.nowMs());
    const fault = this.#draw(requestFaults.slice(1));
    const reach = (ms: number) => time.in(ms, () => this.#reach(fault === 'request_twice'));
    const latencyMs = this.#latencyMs();
    if (fault === 'request_reset') this.#break('read ECONNRESET');
    else if (fault === 'proxy_502') this.#bring({ status: 502, headers: {}, body: badGateway });
    else if (fault === 'proxy_429')
      this.#bring({ status: 429, headers: { 'retry-after': '1' }, body: badGateway });
    else if (fault === 'proxy_gave_up') this.#bring({ status: 504, headers: {}, body: badGateway });
    else if (fault !== 'request_lost' && fault !== 'request_late') reach(latencyMs);
    if (fault === 'proxy_gave_up' || fault === 'request_late') reach(attemptTimeoutMs * chance.between(1, 5));
  }

  #reach(twice: boolean): void {
    const outage = this.#outage();
    const answered = (answer: WireAnswer): void => {
      if (twice && isGood(answer)) this.#repeat();
      this.#comeBack(answer);
    };
    if (outage === null) this.parts.api.take(this.request, answered);
    else if (outage === '503')
      this.#bring({ status: 503, headers: { 'retry-after': '1' }, body: badGateway });
    else if (outage === 'refused') this.#break('read ECONNRESET');
  }

  /**
   * The same bytes once more. Only of a call that made an order, and only a good answer comes back: otherwise one call could
   * fail for good and make an order later, which nobody who hears but one answer can tell. HTTP forbids such proxies.
   */
  #repeat(): void {
    const { time, chance, plan, api } = this.parts;
    time.in(chance.between(0, 10 * plan.latencyMs[1]), () =>
      api.take(this.request, (answer) => {
        if (isGood(answer)) this.#comeBack(answer);
      }),
    );
  }

  #comeBack(answer: WireAnswer): void {
    const { chance, attemptTimeoutMs } = this.parts;
    const fault = this.#draw(answerFaults);
    if (answer === null || fault === 'answer_reset') this.#break('read ECONNRESET');
    else if (fault === 'answer_late') this.#bring(answer, attemptTimeoutMs * chance.between(1, 5));
    else if (fault === 'answer_cut') this.#cut(answer);
    else if (fault === 'answer_garbled') this.#bring({ ...answer, body: Buffer.from(chance.pick(garbled)) });
    else if (fault === 'answer_oversized')
      this.#bring({ ...answer, body: Buffer.alloc(maxBodyBytes + 1, 32) });
    else if (fault === 'proxy_504') this.#bring({ status: 504, headers: {}, body: badGateway });
    else if (fault !== 'answer_lost') this.#bring(answer);
  }

  #bring({ status, headers, body }: NonNullable<WireAnswer>, extraMs = 0): void {
    this.#arrive(extraMs, () => {
      this.#over = true;
      this.handler.onHeaders?.(status, rawHeaders(headers), () => {}, '');
      const middle = this.parts.chance.whole(0, body.length);
      if (middle > 0) this.handler.onData?.(body.subarray(0, middle));
      if (middle < body.length) this.handler.onData?.(body.subarray(middle));
      this.handler.onComplete?.(null);
    });
  }

  #cut({ status, headers, body }: NonNullable<WireAnswer>): void {
    this.#arrive(0, () => {
      this.#over = true;
      this.handler.onHeaders?.(status, rawHeaders(headers), () => {}, '');
      this.handler.onData?.(body.subarray(0, body.length >> 1));
      this.handler.onError?.(new Error('other side closed'));
    });
  }

  #break(message: string): void {
    this.#arrive(0, () => {
      this.#over = true;
      this.handler.onError?.(new Error(message));
    });
  }

  /** The sender has gone on, or another copy was answered first: nobody hears of it. */
  #arrive(extraMs: number, act: () => void): void {
    const { host, time } = this.parts;
    host.arrive(time.nowMs() + this.#latencyMs() + extraMs, () => {
      if (!this.#over) act();
    });
  }

  #latencyMs(): number {
    const [least, most] = this.parts.plan.latencyMs;
    return this.parts.chance.magnitude(least, most);
  }

  #outage() {
    const { plan, time, tally } = this.parts;
    const outage = plan.apiDown.find((span) => isWithin(span, time.nowMs()));
    if (outage !== undefined) tally.count(`api_down_${outage.manner}`);
    return outage?.manner ?? null;
  }

  #struck(fault: NetworkFault): boolean {
    return this.#draw([fault]) === fault;
  }

  #draw<F extends NetworkFault>(faults: readonly F[]): F | null {
    const { plan, chance, tally, time } = this.parts;
    const fault = time.nowMs() < plan.healedMs ? drawFault(plan, chance, faults) : null;
    if (fault !== null) tally.count(fault);
    return fault;
  }
}
