import { describe, expect, it } from 'vitest';
import { maxRetries, maxRetryAfterMs, readRetryAfterMs, retryPolicy } from '../../src/load/retry-policy.js';

describe('the retry policy', () => {
  const policy = retryPolicy(3);

  it.each([1, 2, 3])('waits between half and all of a step that doubles (attempt %d)', (attempt) => {
    const stepMs = 250 * 2 ** (attempt - 1);
    const waits = Array.from({ length: 10_000 }, (_, seq) => policy(seq, attempt, null) ?? -1);
    expect(Math.min(...waits)).toBeGreaterThan(stepMs / 2);
    expect(Math.max(...waits)).toBeLessThan(stepMs);
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    // Uniform: standard deviation of the mean is width / √12 / √n.
    expect(Math.abs(mean - stepMs * 0.75)).toBeLessThan((4 * stepMs * 0.5) / Math.sqrt(12 * waits.length));
  });

  it('ends after three retries', () => {
    expect(maxRetries).toBe(3);
    expect(policy(0, 4, null)).toBeNull();
  });

  it('waits as long as the server asks, when that is longer than its own step', () => {
    expect(policy(0, 1, 5000)).toBe(5000);
    expect(policy(0, 1, 1)).toBe(policy(0, 1, null));
    expect(policy(0, 3, maxRetryAfterMs)).toBe(maxRetryAfterMs);
  });

  it('does not come back to a server that asks for longer than a minute', () => {
    expect(policy(0, 1, maxRetryAfterMs + 1)).toBeNull();
    expect(policy(0, 1, Number.POSITIVE_INFINITY)).toBeNull();
  });

  it('gives the same waits for the same seed, and others for each order and attempt', () => {
    const waits = (seed: number) =>
      [0, 1, 2].flatMap((seq) => [1, 2, 3].map((n) => retryPolicy(seed)(seq, n, null)));
    expect(waits(3)).toEqual(waits(3));
    expect(waits(4)).not.toEqual(waits(3));
    expect(new Set(waits(3)).size).toBe(9);
  });
});

describe('Retry-After', () => {
  const nowMs = Date.UTC(2026, 4, 18, 10, 0, 0);

  it.each([
    ['0', 0],
    ['7', 7000],
    ['120', 120_000],
    ['99999999999', 99_999_999_999_000],
    ['Mon, 18 May 2026 10:00:30 GMT', 30_000],
    ['Mon, 18 May 2026 09:59:00 GMT', 0],
    [null, null],
    ['', null],
    ['soon', null],
    ['-5', null],
    ['1.5', null],
    ['10 seconds', null],
    ['2026-05-18', null],
  ])('of %j means a wait of %j ms', (header, waitMs) => {
    expect(readRetryAfterMs(header, nowMs)).toBe(waitMs);
  });
});
