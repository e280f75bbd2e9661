import { countText, shareText } from '../report/figure-text.js';
import { htmlText } from '../report/html-text.js';
import type { LiveObjective, LiveReading } from './live-reading.js';

/** The objectives as a table, a list of blocks on a narrow page, in the look of the budgets; empty where there are none. */
export function objectiveSection({ objectives }: Pick<LiveReading, 'objectives'>): string {
  if (objectives.length === 0) return '';
  const heads = ['objective', 'good so far', 'good', 'bad', 'undecided', 'error budget'];
  const head = heads.map((text) => `<th scope="col" role="columnheader">${text}</th>`).join('');
  return `<h2>Objectives</h2>
<table class="budgets text-first" role="table"><thead role="rowgroup"><tr role="row">${head}</tr></thead>
<tbody role="rowgroup">${objectives.map(row).join('\n')}</tbody></table>
<p class="faint">Orders that the API accepted: good as promised, bad as soon as they can't be that any more. The error budget is what may be
bad over the objective's whole period.</p>`;
}

function row(objective: LiveObjective): string {
  const { text, good, bad, undecided } = objective;
  const cell = (label: string, html: string) => `<td role="cell" data-label="${label}">${html}</td>`;
  const cells = [
    cell('good so far', goodShare(objective)),
    cell('good', countText(good)),
    cell('bad', countText(bad)),
    cell('undecided', countText(undecided)),
    cell('error budget', budgetLeft(objective)),
  ];
  return `<tr role="row"><th scope="row" role="rowheader"><code>${htmlText(text)}</code></th>${cells.join('')}</tr>`;
}

function goodShare({ good, bad, ratio }: LiveObjective): string {
  if (good + bad === 0) return '–';
  const share = good / (good + bad);
  return outcome(share >= ratio, shareText(share));
}

function budgetLeft({ budgetRemaining }: LiveObjective): string {
  const isLeft = budgetRemaining > 0;
  return outcome(isLeft, isLeft ? `${shareText(budgetRemaining)} left` : 'spent');
}

function outcome(isGood: boolean, text: string): string {
  return `<strong class="outcome ${isGood ? 'pass' : 'fail'}">${isGood ? '✓' : '✗'} ${text}</strong>`;
}
