import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { outageWindowsMs } from '../../src/rules/outage-alerts.js';
import { shippedDeclaration } from './shipped-declaration.js';
import { tierTable } from './tier-table.js';

const page = readFileSync(new URL('../../docs/decisions/alert-rules.md', import.meta.url), 'utf8');

describe('the page on the alert rules', () => {
  it('has the windows, factors and times of the shipped objectives', () => {
    const lines = tierTable(shippedDeclaration().objectives);
    const told = page.split('\n').filter((line) => /^\| (delivery|success) .*over \d+d \|/.test(line));
    expect(told, `wanted in docs/decisions/alert-rules.md:\n${lines.join('\n')}`).toEqual(lines);
  });

  it('tells the windows of an outage', () => {
    expect(outageWindowsMs).toEqual([300_000, 1_800_000]);
    expect(page).toContain('in five minutes, or in half an hour');
  });
});
