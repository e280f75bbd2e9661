import { describe, expect, it } from 'vitest';
import { monotonicClock } from '../../src/clock.js';
import { AttemptTimeouts } from '../../src/load/attempt-timeouts.js';
import { type AttemptListener, type AttemptOutcome, HttpAttempt } from '../../src/load/http-attempt.js';
import { apiServer, deadAddress, json, pool } from './api-server.js';

const timeouts = () => new AttemptTimeouts(monotonicClock, 10_000);
const request = { method: 'GET', path: '/', headers: {}, body: null } as const;

/** What the rest of the program would learn of an exception that nobody caught. */
function uncaught(): Promise<unknown> {
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  return new Promise((resolve) => {
    process.once('uncaughtException', (error) => {
      for (const listener of others) process.on('uncaughtException', listener);
      resolve(error);
    });
  });
}

describe('an HTTP attempt', () => {
  it('tells its start before its end, each once, and brings status, headers and body', async () => {
    const { url } = await apiServer((response) => json(response, 418, { a: 1 }, { 'Retry-After': '7' }));
    const told: string[] = [];
    const outcome = await new Promise<AttemptOutcome>((resolve) => {
      const listener: AttemptListener = {
        started: () => told.push('started'),
        ended: (ended) => {
          told.push('ended');
          resolve(ended);
        },
      };
      new HttpAttempt(pool(url), request, timeouts(), listener);
    });
    expect(told).toEqual(['started', 'ended']);
    expect(outcome).toMatchObject({ kind: 'answer', status: 418, retryAfter: '7' });
    expect(outcome.kind === 'answer' ? outcome.body?.toString() : null).toBe('{"a":1}');
  });

  it('to where nobody listens never starts, and ends with the code of the system', async () => {
    const url = await deadAddress();
    const told: string[] = [];
    const outcome = await new Promise<AttemptOutcome>((ended) => {
      new HttpAttempt(pool(url), request, timeouts(), { started: () => told.push('started'), ended });
    });
    expect(told).toEqual([]);
    expect(outcome).toMatchObject({ kind: 'no_answer', cause: 'network' });
    expect(outcome.kind === 'no_answer' ? outcome.explanation : '').toContain('ECONNREFUSED');
  });

  it('that is given up ends once, as a network failure', async () => {
    const { url } = await apiServer(() => {});
    const outcomes: AttemptOutcome[] = [];
    await new Promise<void>((resolve) => {
      const attempt = new HttpAttempt(pool(url), request, timeouts(), {
        started: () => setImmediate(() => attempt.abort()),
        ended: (outcome) => {
          outcomes.push(outcome);
          setImmediate(resolve);
        },
      });
    });
    expect(outcomes).toEqual([
      { kind: 'no_answer', cause: 'network', explanation: 'given up because the run was stopped' },
    ]);
  });

  it('does not let the HTTP library swallow an exception of its listener', async () => {
    const { url } = await apiServer((response) => json(response, 200, {}));
    for (const where of ['started', 'ended'] as const) {
      const error = uncaught();
      const broken: AttemptListener = { ended: () => {} };
      broken[where] = () => {
        throw new Error(`our own bug in ${where}`);
      };
      new HttpAttempt(pool(url), request, timeouts(), broken);
      expect(await error).toEqual(new Error(`our own bug in ${where}`));
    }
  });
});
