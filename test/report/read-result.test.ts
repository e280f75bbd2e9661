import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { finalBlock } from '../../src/report/final-block.js';
import { junitReport } from '../../src/report/junit-report.js';
import { readResult } from '../../src/report/read-result.js';
import { runSummary } from '../../src/report/run-summary.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { expectWholeReport, isReport } from './report-schema.js';
import { readXml } from './strict-xml.js';

/** Reports that earlier versions wrote, each with keys that the one before it did not have. */
const older = [
  'first-report.json',
  'report-before-closed-model.json',
  'closed-report-before-exact-tests.json',
] as const;

function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
}

function folderWith(report: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'report.json'), report);
  return folder;
}

test.each(older)('%s is a report by the schema, is read, completed, and shown', (name) => {
  const text = fixture(name);
  expect(isReport(JSON.parse(text))).toBe(true);
  const result = readResult(folderWith(text));
  expectWholeReport(result);
  expect(result).toMatchObject(JSON.parse(text));
  expect(finalBlock(result)).toContain(result.verdict.result.toUpperCase());
  expect(runSummary(result)).toContain(`run ${result.run.id}`);
  expect(readXml(junitReport(result)).children).toHaveLength(1);
});

test('what the first version did not know is said to be so', () => {
  const result = readResult(folderWith(fixture('first-report.json')));
  expect(result.run).toMatchObject({ caveat: null, endedEarly: null, resumed: false });
  expect(result.webhooks.oldSecret).toBe(0);
  expect(
    result.budgets.map(({ severity, metric, operator, threshold, unit, keepsIt, evidence }) => [
      severity,
      metric,
      operator,
      threshold,
      unit,
      keepsIt,
      evidence,
    ]),
  ).toEqual([
    ['fail', 'delivery.p95', '<', 900, 'ms', true, null],
    ['fail', 'delivery.p99', '<', 5, 'ms', false, null],
    ['fail', 'success.rate', '>', 0.95, 'ratio', true, null],
    ['fail', 'idempotency.violations', '==', 0, 'count', true, null],
  ]);
});

test('a report of a newer schema is refused in one sentence', () => {
  const folder = folderWith(JSON.stringify({ schema: 2, run: {} }));
  expect(() => readResult(folder)).toThrow(
    `${join(folder, 'report.json')} is of schema 2, from a newer foxload; this one reads 1`,
  );
});

test('what is no report is refused in one sentence that says what to do', () => {
  const refusal = (text: string) => {
    const folder = folderWith(text);
    try {
      return String(readResult(folder));
    } catch (error) {
      return String(error).replace(folder, '');
    }
  };
  const again = 'Error: /report.json is no result of schema 1; write it again by foxload report';
  const others = ['[]', 'null', '7', '{}', '{"schema":"1"}', '{"schema":0}', '{"schema":1}'];
  for (const text of [...others, '{"schema":1,"run":{},"webhooks":null,"budgets":[],"verdict":{}}'])
    expect(refusal(text)).toBe(again);
  const wanted = 'wanted the result of a finished run';
  expect(refusal('{"schema":1')).toBe(`Error: /report.json is not JSON; ${wanted}`);
  expect(() => readResult(temporaryFolder())).toThrow(`can not be read; ${wanted}`);
});
