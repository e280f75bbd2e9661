import { describe, expect, test } from 'vitest';
import type { AbortProfile } from '../../src/profile/profile.js';
import { type AbortReading, abortReason } from '../../src/run/abort-rules.js';

const off: AbortProfile = {
  errorRate: null,
  failureRate: null,
  webhookSilenceMs: null,
  p99Ms: null,
  loopDelayMs: null,
  afterOrders: 20,
};

const calm: AbortReading = {
  answered: 100,
  notAccepted: 0,
  decided: 100,
  failed: 0,
  p99: { ms: 1_000, beyondMs: null },
  webhookSilenceMs: 100,
  loopDelayMs: 5,
};

const all: AbortProfile = {
  errorRate: 0.05,
  failureRate: 0.2,
  webhookSilenceMs: 60_000,
  p99Ms: 180_000,
  loopDelayMs: 200,
  afterOrders: 20,
};

test('a run that keeps every rule goes on', () => {
  expect(abortReason(all, calm)).toBe(null);
});

test('without rules nothing stops a run', () => {
  const storm = {
    answered: 9,
    notAccepted: 9,
    decided: 9,
    failed: 9,
    webhookSilenceMs: 1e9,
    loopDelayMs: 1e9,
  };
  expect(abortReason(off, { ...storm, p99: { ms: null, beyondMs: 1e9 } })).toBe(null);
});

describe('a run is stopped, with rule, value and limit, when', () => {
  test.each<[string, Partial<AbortReading>, string]>([
    [
      'too many orders are refused or errored',
      { notAccepted: 6 },
      'abort.errorRate: 6 of 100 answered orders were refused or errored (6%), the limit is 5%',
    ],
    [
      'too many orders fail',
      { decided: 40, failed: 9 },
      'abort.failureRate: 9 of 40 decided orders failed (22.5%), the limit is 20%',
    ],
    [
      'the p99 is too late',
      { p99: { ms: 180_001, beyondMs: null } },
      'abort.p99: the p99 of the last minute was 3m0.001s, the limit is 3m',
    ],
    [
      'the p99 is an order that was never delivered',
      { p99: { ms: null, beyondMs: 300_000 } },
      'abort.p99: the p99 of the last minute was more than 5m, the limit is 3m',
    ],
    [
      'the p99 is an order that was never delivered, by a deadline that is the limit',
      { p99: { ms: null, beyondMs: 180_000 } },
      'abort.p99: the p99 of the last minute was more than 3m, the limit is 3m',
    ],
    [
      'webhooks stop coming',
      { webhookSilenceMs: 60_500 },
      'abort.webhookSilence: no webhook came for 1m0.5s, the limit is 1m',
    ],
    [
      'the event loop is held up',
      { loopDelayMs: 250 },
      'abort.loopDelay: foxload itself was held up for 250ms, the limit is 200ms',
    ],
  ])('%s', (_when, found, sentence) => {
    expect(abortReason(all, { ...calm, ...found })).toBe(sentence);
  });
});

test('exactly at every limit a run goes on', () => {
  const reading: AbortReading = {
    answered: 60,
    notAccepted: 3,
    decided: 60,
    failed: 12,
    p99: { ms: 180_000, beyondMs: null },
    webhookSilenceMs: 60_000,
    loopDelayMs: 200,
  };
  expect(abortReason(all, reading)).toBe(null);
});

test('a rate counts only after so many orders', () => {
  const early = { ...calm, answered: 19, notAccepted: 19, decided: 19, failed: 19 };
  const late = { ms: null, beyondMs: 300_000 };
  expect(abortReason(all, { ...early, p99: late })).toBe(null);
  expect(abortReason(all, { ...early, answered: 20 })).toMatch(/^abort\.errorRate: 19 of 20 /);
  expect(abortReason(all, { ...early, decided: 20 })).toMatch(/^abort\.failureRate: 19 of 20 /);
  expect(abortReason(all, { ...early, decided: 20, failed: 0, p99: late })).toMatch(/^abort\.p99: /);
});

test('silence counts from the first order on, and only while orders are open', () => {
  const first = { ...calm, answered: 1, decided: 0, p99: null };
  expect(abortReason(all, { ...first, webhookSilenceMs: 61_000 })).toMatch(/^abort\.webhookSilence: /);
  expect(abortReason(all, { ...first, webhookSilenceMs: null })).toBe(null);
});

test('a limit of nothing stops at the first order, once enough were answered', () => {
  expect(abortReason({ ...off, errorRate: 0 }, { ...calm, notAccepted: 1 })).toMatch(/the limit is 0%$/);
  expect(abortReason({ ...off, errorRate: 0 }, calm)).toBe(null);
});
