import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { appendStepSummary, maxStepSummaryBytes } from '../../src/report/step-summary.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const rest = "The rest stands in `summary.md` of the run's folder.";

function afterFilling(bytes: number, sections: readonly string[]): string {
  const file = join(temporaryFolder(), 'step.md');
  writeFileSync(file, 'x'.repeat(bytes));
  appendStepSummary(file, sections);
  return readFileSync(file, 'utf8').slice(bytes);
}

test('all sections are appended where they fit, to the last byte', () => {
  const sections = ['verdict', 'budgets', 'ledger'];
  const text = 'verdict\n\nbudgets\n\nledger\n';
  expect(afterFilling(0, sections)).toBe(text);
  const apart = `\n\n${text}`;
  expect(afterFilling(maxStepSummaryBytes - apart.length, sections)).toBe(apart);
});

test('of a summary that does not fit the first sections are, with a word about the others', () => {
  const sections = ['verdict', 'b'.repeat(200), 'ledger'];
  expect(afterFilling(maxStepSummaryBytes - 200, sections)).toBe(`\n\nverdict\n\n${rest}\n`);
});

test('a summary that is full is left as it is', () => {
  const file = join(temporaryFolder(), 'step.md');
  writeFileSync(file, 'x'.repeat(maxStepSummaryBytes - 5));
  expect(() => appendStepSummary(file, ['verdict'])).toThrow('it holds 1048571 bytes already');
  expect(readFileSync(file)).toHaveLength(maxStepSummaryBytes - 5);
});
