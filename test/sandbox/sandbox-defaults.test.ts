import { expect, test } from 'vitest';
import { readProfile } from '../../src/profile/read-profile.js';
import { sandboxDefaults } from '../../src/sandbox/sandbox-defaults.js';

test('a simulator on its own has the knobs of an embedded one that sets none', () => {
  const { sandbox } = readProfile(
    'name: plain\nload: { stages: [{ rate: 1/s, for: 1s }] }\norders: [{ sku: psn-tr-100 }]\n',
    'plain.yaml',
  );
  expect(sandboxDefaults).toMatchObject({ ...sandbox });
});
