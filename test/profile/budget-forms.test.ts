import { expect, test } from 'vitest';
import { readProfile } from '../../src/profile/read-profile.js';
import { problemsOf } from './problems-of.js';

const head = 'name: p\nload: { stages: [ { rate: 5/s, for: 1s } ] }\norders: [ { sku: a.b-1 } ]\nbudgets:\n';

test('a budget is written as a text, with its severity beside it, or as a warning', () => {
  const { budgets } = readProfile(
    `${head}  - delivery.p95{sku=a.b-1, stage=1} < 45s
  - { budget: delivery.p99 < 90s, severity: warn }
  - budget: delivery.p90 < 30s
  - warn: delivery.p50 < 12s
  - 'warn: success.rate > 95%'
`,
    'p.yaml',
  );
  expect(budgets.map(({ severity, text }) => [severity, text])).toStrictEqual([
    ['fail', 'delivery.p95{sku=a.b-1, stage=1} < 45s'],
    ['warn', 'delivery.p99 < 90s'],
    ['fail', 'delivery.p90 < 30s'],
    ['warn', 'delivery.p50 < 12s'],
    ['warn', 'success.rate > 95%'],
  ]);
});

test('what is wrong in a form is told where it stands', () => {
  const problems = problemsOf(
    `${head}  - delivery.p95 < 45s
  - warn: delivery.p9 < 90s
  - budget: delivery.p99 < 90s
    severity: loud
  - warn: delivery.p99 < 90s
    severity: fail
  - budget: delivery.p95{stage=2} < 45s
`,
  );
  expect(problems.map(({ message }) => message)).toStrictEqual([
    'p.yaml:6: budgets[1].warn is "delivery.p9 < 90s"; wanted a known metric instead of delivery.p9 (did you mean delivery.p90?)',
    'p.yaml:8: budgets[2].severity is "loud"; wanted one of fail, warn',
    'p.yaml:10: budgets[3].severity is an unknown key; wanted one of warn',
    'p.yaml:11: budgets[4].budget is "delivery.p95{stage=2} < 45s"; wanted a stage from 1 to 1 instead of 2',
  ]);
});
