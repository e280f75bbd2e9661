import type { BudgetResult } from '../gate/judge.js';
import { boundBar, boundsText, roundedText } from './bound-bar.js';
import { countText, timeText } from './figure-text.js';
import { htmlText } from './html-text.js';

const signs: Readonly<Record<BudgetResult['result'], string>> = { pass: '✓', fail: '✗', inconclusive: '?' };

/** The budgets as a table, each with its bounds drawn against its threshold; a list of blocks on a narrow page. */
export function budgetSection(budgets: readonly BudgetResult[]): string {
  if (budgets.length === 0) return '<p class="faint">The profile has no budgets, so nothing was judged.</p>';
  const heads = ['budget', 'result', 'observed', 'bounds', 'orders', 'bounds against the threshold'];
  const head = heads.map((text) => `<th scope="col" role="columnheader">${text}</th>`).join('');
  return `<table class="budgets text-first" role="table"><thead role="rowgroup"><tr role="row">${head}</tr></thead>
<tbody role="rowgroup">${budgets.map(row).join('\n')}</tbody></table>
<p class="faint">The true value lies between the bounds; each of them is wrong in at most 5 % of runs. The shaded side keeps the
budget: it passes when the whole interval lies there, and fails when none of it does.</p>`;
}

function row(budget: BudgetResult): string {
  const { result, severity, n } = budget;
  const warns = severity === 'warn' ? ' <span class="faint">(warns only)</span>' : '';
  const cell = (label: string, html: string) => `<td role="cell" data-label="${label}">${html}</td>`;
  const cells = [
    cell('result', `<strong class="outcome ${result}">${signs[result]} ${result}</strong>${warns}`),
    cell('observed', htmlText(observedText(budget))),
    cell('bounds', htmlText(boundsText(budget))),
    cell('orders', countText(n)),
    `<td role="cell" class="picture">${boundBar(budget)}</td>`,
  ];
  return `<tr role="row"><th scope="row" role="rowheader"><code>${htmlText(budget.budget)}</code></th>${cells.join('')}</tr>`;
}

function observedText({ observed, unit, beyondMs }: BudgetResult): string {
  if (observed !== null) return roundedText(observed, unit);
  return beyondMs === undefined ? '–' : `> ${timeText(beyondMs)}`;
}
