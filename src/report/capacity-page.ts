import type { CapacityResult } from '../capacity/capacity-result.js';
import { stepOutcomes } from '../capacity/rate-search.js';
import { formatRate } from '../profile/rate.js';
import { capacityAnswer } from './capacity-answer.js';
import { capacityPlot } from './capacity-plot.js';
import { byRate, capacityCells, capacityHeads, stepsThatFailed } from './capacity-text.js';
import { htmlPage } from './html-page.js';
import { scrolling } from './html-table.js';
import { htmlText } from './html-text.js';
import { mark, markWords } from './step-marks.js';

/** The result of a search as one page: the answer, the curve, and all of it as a table. */
export function capacityPage(result: CapacityResult): string {
  const { search, steps } = result;
  const facts = [
    `${search.environment}, ${search.dialect}, ${search.arrivals} arrivals, seed ${search.seed}`,
    `${search.startedAt} to ${search.endedAt}`,
    `foxload ${search.version}, Node ${search.node}, ${search.cores} cores`,
  ];
  const body = [
    `<h1>Capacity of ${htmlText(search.profile)}</h1>`,
    `<p>${htmlText(capacityAnswer(result))}</p>`,
    `<p class="faint">${facts.map(htmlText).join(' · ')}</p>`,
    '<h2>Times over the rate</h2>',
    capacityPlot(result),
    legend(),
    '<h2>Steps</h2>',
    table(result),
    ...reasons(result),
    '<h2>Budgets</h2>',
    `<ul>${search.budgets.map((text) => `<li><code>${htmlText(text)}</code></li>`).join('')}</ul>`,
    '<p class="faint">Times run from the planned instant of an order to its signed webhook, undelivered orders counted as later ' +
      'than the deadline, over the orders of the measured stage of each step.</p>',
  ];
  return htmlPage(
    `Capacity of ${search.profile}${steps.length === 0 ? '' : `: ${capacityAnswer(result)}`}`,
    body.join('\n'),
  );
}

function legend(): string {
  const entries = stepOutcomes.map((outcome) => {
    const sign = `<svg viewBox="0 0 14 14" style="display:inline;width:14px;height:14px;vertical-align:-2px" aria-hidden="true">${mark(outcome, 7, 7, 'first', outcome)}</svg>`;
    return `<li>${sign} ${htmlText(markWords[outcome])}</li>`;
  });
  return `<ul class="faint">${entries.join('')}</ul>`;
}

function table({ steps }: CapacityResult): string {
  const head = capacityHeads.map((name) => `<th scope="col">${name}</th>`).join('');
  const rows = byRate(steps).map((step) => {
    const cells = capacityCells(step).map((cell) => `<td>${htmlText(cell)}</td>`);
    return `<tr>${cells.join('')}</tr>`;
  });
  return scrolling(
    'Steps of the search',
    `<table class="wide-last"><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`,
  );
}

function reasons({ steps }: CapacityResult): string[] {
  const lines = stepsThatFailed(steps).flatMap(({ ratePerSecond, reasons: why }) =>
    why.map((reason) => `<li>${formatRate(ratePerSecond)}: ${htmlText(reason)}</li>`),
  );
  return lines.length === 0 ? [] : ['<h2>Why rates do not hold</h2>', `<ul>${lines.join('')}</ul>`];
}
