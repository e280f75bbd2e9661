import { describe, expect, it } from 'vitest';
import { dialectNames } from '../../src/contract/dialect.js';
import {
  type ApiInduction,
  magicSku,
  orderInductions,
  webhookInductions,
} from '../../src/contract/induction.js';
import { AnswerTimes } from '../../src/sandbox/answer-times.js';
import { inductionsIn } from '../../src/sandbox/induction-set.js';
import { TokenBucket } from '../../src/sandbox/token-bucket.js';
import { bodyOf, call, newKey, simulationWith } from './sandbox-under-test.js';

/** What each API induction does to the first call and to its repetition: status, or `reset`. */
const faults: readonly [ApiInduction, number | 'reset', number | 'reset', number][] = [
  ['error_500', 500, 500, 0],
  ['error_502', 502, 502, 0],
  ['error_503', 503, 503, 0],
  ['error_after_commit', 500, 201, 1],
  ['slow', 201, 201, 1],
  ['reset_before', 'reset', 'reset', 0],
  ['reset_after', 'reset', 201, 1],
  ['malformed_answer', 201, 201, 1],
  ['forget_key', 201, 201, 2],
];

describe.each(dialectNames)('a %s create call', (dialect) => {
  describe.each(['header', 'magic SKU'] as const)('induced by %s', (way) => {
    it.each(faults)('%s is answered %s, repeated %s', (name, first, again, orders) => {
      const { simulation } = simulationWith({ dialect });
      const key = newKey();
      const what = way === 'header' ? { induce: name } : { sku: magicSku(name) };
      const one = call(simulation, key, what);
      if (one.made !== null) one.made.answered = true;
      const two = call(simulation, key, { ...what, number: 1 });
      expect(one.answer?.status ?? 'reset').toBe(first);
      expect(two.answer?.status ?? 'reset').toBe(again);
      expect(simulation.book.size).toBe(orders);
      expect(one.slow).toBe(name === 'slow');
      if (name === 'malformed_answer') expect(() => bodyOf(one)).toThrow(SyntaxError);
      if (name === 'error_503') expect(one.answer?.retryAfterS).toBe(1);
    });
  });

  it.each(faults)('%s is also drawn by rate, for the call and not for the order', (name, first) => {
    const { simulation } = simulationWith({ dialect, api: { [name]: 0.5 } });
    const outcomes = Array.from({ length: 100 }, (_, number) => {
      const { answer } = call(simulation, newKey(), { number });
      return answer?.status ?? 'reset';
    });
    expect(outcomes).toContain(first);
    expect(outcomes).toContain(201);
  });

  it('that failed by rate succeeds when it is repeated', () => {
    const { simulation } = simulationWith({ dialect, api: { error_500: 0.5 } });
    for (let n = 0; n < 50; n += 1) {
      const key = newKey();
      let attempts = 0;
      while (call(simulation, key, { number: n * 100 + attempts }).answer?.status !== 201) attempts += 1;
      expect(attempts).toBeLessThan(20);
    }
    expect(simulation.book.size).toBe(50);
  });

  it('with one key and one body gets the first answer again, at no cost', () => {
    const { simulation } = simulationWith({ dialect });
    const key = newKey();
    const one = call(simulation, key);
    if (one.made !== null) one.made.answered = true;
    expect(call(simulation, key)).toEqual({ ...one, made: null });
    expect(simulation.book.size).toBe(1);
  });

  it('with one key and another body is a mismatch', () => {
    const { simulation } = simulationWith({ dialect });
    const key = newKey();
    call(simulation, key);
    expect(call(simulation, key, { quantity: 2 }).answer?.status).toBe(422);
    expect(call(simulation, key, { sku: 'psn-tr-100' }).answer?.status).toBe(422);
    expect(simulation.book.size).toBe(1);
  });

  it('while the first one is in work is a conflict', () => {
    const { simulation } = simulationWith({ dialect });
    const key = newKey();
    call(simulation, key);
    const again = call(simulation, key);
    expect(again.answer?.status).toBe(409);
    expect(bodyOf(again)).toMatchObject({ error: 'idempotency_in_progress' });
  });

  it('for an SKU that is not sold is answered 404', () => {
    const { simulation } = simulationWith({ dialect });
    const answer = call(simulation, newKey(), { sku: 'no-such-thing' });
    expect(answer.answer?.status).toBe(404);
    expect(bodyOf(answer)).toMatchObject({ error: 'unknown_sku' });
  });

  it('that names an unknown induction is answered 400', () => {
    const { simulation } = simulationWith({ dialect });
    const answer = call(simulation, newKey(), { induce: 'explode' });
    expect(answer.answer?.status).toBe(400);
    expect(bodyOf(answer).message).toContain('error_after_commit');
  });

  it('with a quantity of none, or a key that is no UUID, is answered 400', () => {
    const { simulation } = simulationWith({ dialect });
    expect(call(simulation, newKey(), { quantity: 0 }).answer?.status).toBe(400);
    expect(call(simulation, 'not-a-uuid').answer?.status).toBe(400);
  });
});

describe.each(['header', 'magic SKU', 'rate'] as const)('an order induced by %s', (way) => {
  it.each([...orderInductions, ...webhookInductions])('is to meet %s', (name) => {
    const { simulation } = simulationWith({
      failures: way === 'rate' && isOneOf(orderInductions, name) ? { [name]: 1 } : {},
      webhooks: way === 'rate' && isOneOf(webhookInductions, name) ? { [name]: 1 } : {},
    });
    const induced = { header: { induce: name }, 'magic SKU': { sku: magicSku(name) }, rate: {} }[way];
    const { made } = call(simulation, newKey(), induced);
    expect(inductionsIn(made?.inductions ?? 0)).toEqual([name]);
  });
});

function isOneOf(names: readonly string[], name: string): boolean {
  return names.includes(name);
}

it('a body-key order that is refused leaves its key free', () => {
  const { simulation } = simulationWith({ dialect: 'body-key' });
  const key = newKey();
  expect(call(simulation, key, { induce: 'insufficient_funds' }).answer?.status).toBe(402);
  expect(call(simulation, key, { induce: 'out_of_stock' }).answer?.status).toBe(409);
  expect(call(simulation, key).answer?.status).toBe(201);
});

describe('the times of answers', () => {
  it('are held in the stall, from its start to its end after the first create call', () => {
    const times = new AnswerTimes({
      speed: 10,
      slowAnswerMs: 2_000,
      stall: { atMs: 1_000, durationMs: 5_000 },
    });
    expect(times.leavesMs(150, false)).toBe(150);
    times.createCame(1_000);
    times.createCame(3_000);
    expect(times.leavesMs(1_099, false)).toBe(1_099);
    expect(times.leavesMs(1_100, false)).toBe(1_600);
    expect(times.leavesMs(1_599, false)).toBe(1_600);
    expect(times.leavesMs(1_600, false)).toBe(1_600);
    expect(times.leavesMs(1_601, false)).toBe(1_601);
    expect(times.leavesMs(1_000, true)).toBe(1_600);
    expect(times.leavesMs(1_500, true)).toBe(1_700);
  });
});

describe('a token bucket', () => {
  it('allows a second at once, then its rate', () => {
    const bucket = new TokenBucket(10, 0);
    for (let n = 0; n < 10; n += 1) expect(bucket.take(0)).toBe(0);
    expect(bucket.take(0)).toBeCloseTo(100, 9);
    expect(bucket.take(50)).toBeCloseTo(50, 9);
    expect(bucket.take(100)).toBe(0);
    expect(bucket.take(100)).toBeGreaterThan(0);
  });
});
