import { test } from 'vitest';
import { expectAgreement } from './expect-agreement.js';
import { withStormyRun } from './stormy-run.js';

test('after a storm of faults both ledgers agree to the cent, header-key and standard signatures', async () => {
  await withStormyRun(
    { seed: 11, dialect: 'header-key', signature: 'standard', journal: 'process' },
    expectAgreement,
  );
});

test('after a storm of faults both ledgers agree to the cent, header-key and timestamped signatures', async () => {
  await withStormyRun(
    { seed: 12, dialect: 'header-key', signature: 'timestamped', journal: 'group' },
    expectAgreement,
  );
});
