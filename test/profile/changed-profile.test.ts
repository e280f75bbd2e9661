import { expect, test } from 'vitest';
import { changedProfile } from '../../src/profile/changed-profile.js';
import { loadProfile } from '../../src/profile/load-profile.js';
import { ProfileError } from '../../src/profile/profile-error.js';
import { readProfile } from '../../src/profile/read-profile.js';

const { profile } = loadProfile('steady');

test('a changed profile has the new values and all others, and its text says so', () => {
  const changed = changedProfile(profile, [
    [['load', 'stages'], [{ rate: '7/s', for: '3s' }]],
    [['limits', 'orders'], 21],
  ]);
  const { load, limits, source, ...others } = changed;
  expect(load).toStrictEqual({
    ...profile.load,
    stages: [{ kind: 'constant', ratePerSecond: 7, durationMs: 3_000 }],
  });
  expect(limits).toStrictEqual({ ...profile.limits, orders: 21 });
  const { load: _load, limits: _limits, source: _source, ...same } = profile;
  expect(others).toStrictEqual(same);
  expect(readProfile(source, 'changed.yaml')).toStrictEqual(changed);
});

test('a section that was not there is made', () => {
  const text = '{ name: bare, load: { stages: [{ rate: 1/s, for: 1s }] }, orders: [{ sku: psn-tr-100 }] }';
  const bare = readProfile(text, 'bare.yaml');
  expect(changedProfile(bare, [[['limits', 'spend'], '5 USD']]).limits.spendCents).toBe(500);
});

test('a value that is not allowed is refused as in a file', () => {
  expect(() => changedProfile(profile, [[['limits', 'orders'], 0]])).toThrow(ProfileError);
});
