import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CapacityResult } from '../../src/capacity/capacity-result.js';
import { foxload } from '../support/foxload-process.js';
import { searchUnderTest } from './searches.js';

/** 20 suppliers of 100 ms. */
const knownPerSecond = 200;
/** A machine that is busy with something else says so, and is asked again: what it must not do is to blame the API. */
const tries = 6;

test('the answer for a simulator of a known capacity lies within 10 % of it', async () => {
  const capacity = { suppliers: 20, serviceTime: '100ms' };
  for (let left = tries; ; left -= 1) {
    const search = searchUnderTest({
      load: { arrivals: 'uniform', stages: [{ rate: '130/s', for: '1s' }] },
      deadline: '4s',
      budgets: ['delivery.p50 < 250ms', 'delivery.p95 < 400ms', 'success.rate > 95%'],
      sandbox: { speed: 1_000, seed: 3, capacity },
    });
    const { code, stdout, stderr } = await foxload(search.args('--json'));
    expect(code, stderr).toBeLessThanOrEqual(4);
    const result = JSON.parse(stdout) as CapacityResult;
    if (result.answer?.kind === 'machine' && left > 1) continue;
    expect(result.answer, stderr).toMatchObject({ kind: 'capacity' });
    if (result.answer?.kind !== 'capacity') return;
    expect(result.answer.heldPerSecond).toBeGreaterThanOrEqual(knownPerSecond * 0.9);
    expect(result.answer.heldPerSecond).toBeLessThanOrEqual(knownPerSecond * 1.1);
    expect(code).toBe(0);
    expect(readFileSync(join(search.folder(), 'capacity.json'), 'utf8')).toBe(stdout);
    expect(readFileSync(join(search.folder(), 'capacity.html'), 'utf8')).toContain('<svg');
    return;
  }
});
