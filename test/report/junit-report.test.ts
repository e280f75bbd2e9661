import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseBudget } from '../../src/profile/budget.js';
import { junitReport } from '../../src/report/junit-report.js';
import { xmlText } from '../../src/report/xml-text.js';
import type { RunResult } from '../../src/run/run-result.js';
import { budgetWith, resultWith } from './hand-made-result.js';
import { readXml, type XmlElement } from './strict-xml.js';

function suiteOf(result: RunResult): XmlElement {
  const [suite] = readXml(junitReport(result)).children;
  if (suite === undefined) throw new Error('there is no suite');
  return suite;
}

function casesOf(result: RunResult): XmlElement[] {
  return suiteOf(result).children.filter(({ name }) => name === 'testcase');
}

/** Name, and what the case shows. */
function shown(result: RunResult): [string | undefined, string, string | undefined][] {
  return casesOf(result).map(({ attributes, children: [child] }) => [
    attributes.name,
    child?.name ?? 'passed',
    child?.attributes.type,
  ]);
}

const budgets = [
  budgetWith('delivery.p50 < 12s', { result: 'pass' }),
  budgetWith('delivery.p95 < 45s', { result: 'fail' }),
  budgetWith('delivery.p99 < 90s', { result: 'inconclusive' }),
  budgetWith('success.rate > 95%', { result: 'fail', severity: 'warn' }),
  budgetWith('lost == 0', { result: 'inconclusive', severity: 'warn' }),
  budgetWith('dropped == 0', { result: 'pass', severity: 'warn' }),
];

test('a budget is a case: failures fail, what is not decided is an error, a warning is skipped', () => {
  const result = resultWith({ verdict: { result: 'fail', reasons: ['p95'] }, budgets });
  expect(shown(result)).toEqual([
    ['delivery.p50 < 12s', 'passed', undefined],
    ['delivery.p95 < 45s', 'failure', 'budget.fail'],
    ['delivery.p99 < 90s', 'error', 'budget.inconclusive'],
    ['success.rate > 95%', 'skipped', undefined],
    ['lost == 0', 'skipped', undefined],
    ['dropped == 0', 'passed', undefined],
  ]);
  expect(casesOf(result).map(({ attributes }) => attributes.classname)).toEqual(Array(6).fill('demo'));
  const [, failed] = casesOf(result);
  expect(failed?.children[0]?.attributes.message).toBe('delivery.p95 < 45s: fail');
});

test('in an invalid run every case is an error that says why', () => {
  const result = resultWith({ verdict: { result: 'invalid', reasons: ['the clock is broken'] }, budgets });
  expect(shown(result).map(([, what, type]) => [what, type])).toEqual(
    Array(6).fill(['error', 'run.invalid']),
  );
  const [first] = casesOf(result);
  expect(first?.children[0]?.text).toBe('the measurement is invalid: the clock is broken');
});

test('a verdict that no budget tells has a case of its own', () => {
  const [held] = budgets.slice(0, 1);
  const broken = resultWith({
    verdict: { result: 'fail', reasons: ['abort.errorRate: 6 of 20 orders'] },
    budgets: held === undefined ? [] : [held],
  });
  expect(shown(broken)).toEqual([
    ['run', 'failure', 'run.fail'],
    ['delivery.p50 < 12s', 'passed', undefined],
  ]);
  const bare = (result: RunResult['verdict']['result']) =>
    shown(resultWith({ verdict: { result, reasons: [] } }));
  expect(bare('pass')).toEqual([['run', 'passed', undefined]]);
  expect(bare('invalid')).toEqual([['run', 'error', 'run.invalid']]);
});

/** The rules of the two widespread schemas, for what stands in our reports. */
function expectSchema(root: XmlElement): void {
  expect([root.name, root.attributes]).toEqual(['testsuites', {}]);
  expect(root.children).toHaveLength(1);
  for (const suite of root.children) {
    expect(suite.name).toBe('testsuite');
    const { attributes, children } = suite;
    expect(Object.keys(attributes).sort()).toEqual(
      'errors failures hostname id name package skipped tests time timestamp'.split(' ').sort(),
    );
    expect(attributes.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    expect(attributes.time).toMatch(/^\d+\.\d{3}$/);
    const cases = children.filter(({ name }) => name === 'testcase');
    const order = ['properties', ...cases.map(() => 'testcase'), 'system-out', 'system-err'];
    expect(children.map(({ name }) => name)).toEqual(order);
    const count = (wanted: string) =>
      String(cases.filter(({ children: [child] }) => child?.name === wanted).length);
    expect(attributes).toMatchObject({
      tests: String(cases.length),
      failures: count('failure'),
      errors: count('error'),
      skipped: count('skipped'),
    });
    for (const property of children[0]?.children ?? []) {
      expect([property.name, Object.keys(property.attributes)]).toEqual(['property', ['name', 'value']]);
    }
    for (const one of cases) {
      expect(Object.keys(one.attributes)).toEqual(['name', 'classname', 'time']);
      expect(one.children.length).toBeLessThanOrEqual(1);
      for (const { name, attributes: told } of one.children) {
        expect(['failure', 'error', 'skipped']).toContain(name);
        expect(Object.keys(told)).toEqual(name === 'skipped' ? [] : ['message', 'type']);
      }
    }
  }
}

test('the report keeps the rules of the widespread schemas, counts included', () => {
  for (const result of ['pass', 'fail', 'inconclusive', 'invalid'] as const) {
    for (const some of [budgets, []]) {
      expectSchema(
        readXml(junitReport(resultWith({ verdict: { result, reasons: ['why'] }, budgets: some }))),
      );
    }
  }
  expect(suiteOf(resultWith({ budgets })).attributes).toMatchObject({
    name: 'demo',
    timestamp: '2026-01-02T03:04:05',
    time: '17.640',
  });
});

test('any text comes back as it was, but for what XML forbids', () => {
  const wanted = (text: string) =>
    text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\u{fffd}');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const verdict = { result: 'invalid' as const, reasons: [text] };
      const [one] = casesOf(resultWith({ verdict, budgets: budgets.slice(0, 1) }));
      const [error] = one?.children ?? [];
      const message = `the measurement is invalid: ${wanted(text)}`;
      expect(error).toMatchObject({ text: message, attributes: { message } });
    }),
    { seed: 5, numRuns: 300 },
  );
  expect(xmlText('\u{0}\u{b}\u{1b}[0m\u{d800}]]>&')).toBe('\u{fffd}\u{fffd}\u{fffd}[0m\u{fffd}]]&gt;&amp;');
});

test('the budgets of these tests can be read', () => {
  for (const { budget } of budgets) expect(parseBudget(budget).text).toBe(budget);
});
