import { test } from 'vitest';
import { expectAgreement } from './expect-agreement.js';
import { withStormyRun } from './stormy-run.js';

test('after a storm of faults both ledgers agree to the cent, closed model', async () => {
  await withStormyRun(
    { seed: 15, dialect: 'header-key', signature: 'standard', journal: 'group', model: 'closed' },
    expectAgreement,
  );
});

test('after a storm of faults both ledgers agree to the cent, closed model in the other dialect', async () => {
  await withStormyRun(
    { seed: 16, dialect: 'body-key', signature: 'timestamped', journal: 'process', model: 'closed' },
    expectAgreement,
  );
});
