import { expect, test } from 'vitest';
import { readBudgets, withBudgets } from '../../src/profile/added-budgets.js';
import { readProfile } from '../../src/profile/read-profile.js';

const source = `# Why this profile is there.
name: good
load: { stages: [ { rate: 5/s, for: 3s }, { rate: 9/s, for: 3s } ] }
orders: [ { sku: steam-us-20 }, { sku: psn-tr-100 } ]
`;
const withOne = `${source}budgets: [ delivery.p95 < 450ms ] # the promise\n`;

test('budgets are added behind those of the profile, whose text and comments stay', () => {
  const profile = withBudgets(
    readProfile(withOne, 'p.yaml'),
    ['success.rate > 95%', 'warn: delivery.p99{sku=psn-tr-100,stage=2} < 1s'],
    '--budget',
  );
  expect(profile.budgets.map(({ text, severity }) => [text, severity])).toStrictEqual([
    ['delivery.p95 < 450ms', 'fail'],
    ['success.rate > 95%', 'fail'],
    ['delivery.p99{sku=psn-tr-100,stage=2} < 1s', 'warn'],
  ]);
  expect(profile.source).toContain('# Why this profile is there.');
  expect(profile.source).toContain('# the promise');
  expect(readProfile(profile.source, 'again.yaml').budgets).toStrictEqual(profile.budgets);
});

test('budgets are added to a profile that has none', () => {
  const profile = withBudgets(readProfile(source, 'p.yaml'), ['lost == 0'], '--budget');
  expect(profile.budgets.map(({ text }) => text)).toStrictEqual(['lost == 0']);
});

test('a profile to which nothing is added stays as it is', () => {
  const profile = readProfile(withOne, 'p.yaml');
  expect(withBudgets(profile, [], '--budget')).toBe(profile);
});

test.each([
  ['delivery.p9 < 1s', 'a known metric instead of delivery.p9 (did you mean delivery.p90?)'],
  [
    'delivery.p95{sku=psn-tr-10} < 1s',
    'an SKU that the profile orders instead of psn-tr-10: steam-us-20, psn-tr-100 (did you mean psn-tr-100?)',
  ],
  ['delivery.p95{stage=3} < 1s', 'a stage from 1 to 2 instead of 3'],
])('%s can not be added: wanted %s', (text, wanted) => {
  const profile = readProfile(source, 'p.yaml');
  expect(() => withBudgets(profile, [text], '--budget')).toThrow(`--budget is "${text}"; wanted ${wanted}`);
});

test('a closed load has no stages to select from', () => {
  const closed = readProfile(
    'name: closed\nload: { model: closed, connections: 2, orders: 10 }\norders: [ { sku: a } ]\n',
    'p.yaml',
  );
  expect(() => readBudgets(['delivery.p95{stage=1} < 1s'], closed, '--budget')).toThrow(
    'wanted no stage, because a closed load has none',
  );
});

test('there is an end to how many selections are kept apart, and the same one counts once', () => {
  const stages = Array.from({ length: 41 }, () => '{ rate: 5/s, for: 3s }').join(', ');
  const many = readProfile(`name: many\nload: { stages: [ ${stages} ] }\norders: [ { sku: a } ]\n`, 'p.yaml');
  const texts = Array.from({ length: 41 }, (_, stage) => `delivery.p95{stage=${stage + 1}} < 1s`);
  expect(readBudgets([...texts.slice(0, 40), 'lost{stage=40} == 0'], many, '--budget')).toHaveLength(41);
  expect(() => readBudgets(texts, many, '--budget')).toThrow('wanted at most 40 different selections');
});
