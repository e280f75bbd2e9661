import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { violationKinds } from '../../src/contract/contract-error.js';
import { failureAdvice } from '../../src/contract/failure-reason.js';

const root = new URL('../../', import.meta.url);
const guide = readFileSync(new URL('docs/contract.md', root), 'utf8');

/** The rows of the table under the heading, without its head, cell by cell. */
function table(heading: string): string[][] {
  const section = guide.slice(guide.indexOf(`## ${heading}`)).split('\n## ')[0] ?? '';
  const rows = section.split('\n\n').find((block) => block.startsWith('|')) ?? '';
  return rows
    .trim()
    .split('\n')
    .slice(2)
    .map((row) =>
      row
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
}

it('the guide to the contract lists every failure reason as the code has it', () => {
  expect(table('Failure reasons')).toEqual(
    Object.entries(failureAdvice).map(([reason, { retryable, advice }]) => [
      reason,
      retryable.replace('_', ' '),
      advice,
    ]),
  );
});

it('the guide to the contract lists every violation', () => {
  expect(table('Contract violations').map(([name]) => name)).toEqual([...violationKinds]);
});

it('the guide to the contract names only files that are there', () => {
  const named = new Set(guide.match(/src\/[a-z0-9/-]+\.ts/g));
  expect(named.size).toBeGreaterThan(15);
  expect([...named].filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
});
