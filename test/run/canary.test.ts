import { expect, test } from 'vitest';
import { allowedWorstCaseCents } from '../../src/load/worst-case.js';
import type { Profile } from '../../src/profile/profile.js';
import { eventsOf, type Rig, withRig } from './rig.js';

/** Real money as far as foxload knows: the simulator stands at an address of this machine. */
function production(rig: Rig, sku: string): Profile {
  return rig.profile({
    target: { environment: 'production' },
    load: { arrivals: 'uniform', stages: [{ rate: '50/s', for: '400ms' }] },
    orders: [{ sku }],
    limits: { orders: 100, spend: '1000 USD', skus: { [sku]: '5 USD' } },
    deadline: '20s',
    budgets: ['success.rate > 95%'],
  });
}

function consent(profile: Profile) {
  const worstCents = allowedWorstCaseCents(profile);
  if (worstCents === null) throw new Error('the profile has no worst case');
  return { allowProduction: true, confirmedSpendCents: worstCents };
}

test('the load begins only when the canary order was delivered', async () => {
  await withRig({ speed: 200 }, async (rig) => {
    const profile = production(rig, 'psn-tr-100');
    const { result, events } = await rig.run(profile, consent(profile));
    expect(result.ledger).toMatchObject({ planned: 21, sent: 21, delivered: 21, balanced: true });
    const delivered = eventsOf(events, 'webhook')[0];
    const [canary, ...others] = eventsOf(events, 'planned');
    expect(canary?.seq).toBe(0);
    expect(others.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    expect(others.every(({ atMs }) => atMs > (delivered?.atMs ?? Number.NaN))).toBe(true);
    expect(result.verdict.result).not.toBe('fail');
  });
});

test('a canary that fails is the only order of the run, and the run fails', async () => {
  await withRig({ speed: 2000 }, async (rig) => {
    const profile = production(rig, 'sandbox-invalid-region');
    const { result } = await rig.run(profile, consent(profile));
    expect(result.ledger).toMatchObject({ planned: 1, sent: 1, failed: 1 });
    expect(result.verdict.result).toBe('fail');
    expect(result.verdict.reasons[0]).toBe('the canary order was not delivered, so no other was sent');
    const { orders } = JSON.parse(await rig.read('/sandbox/health'));
    expect(orders.placed).toBe(1);
  });
});
