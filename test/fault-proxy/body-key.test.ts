import { test } from 'vitest';
import { expectAgreement } from './expect-agreement.js';
import { withStormyRun } from './stormy-run.js';

test('after a storm of faults both ledgers agree to the cent, body-key and standard signatures', async () => {
  await withStormyRun(
    { seed: 13, dialect: 'body-key', signature: 'standard', journal: 'group' },
    expectAgreement,
  );
});

test('after a storm of faults both ledgers agree to the cent, body-key and timestamped signatures', async () => {
  await withStormyRun(
    { seed: 14, dialect: 'body-key', signature: 'timestamped', journal: 'process' },
    expectAgreement,
  );
});
