import { htmlText } from '../report/html-text.js';
import { pageFile } from '../report/result-file.js';
import { verdictSigns } from '../report/verdict-signs.js';
import type { HistoryRow } from './history-columns.js';
import type { LiveReading } from './live-reading.js';
import { type PromiseNow, promiseNow } from './promise-now.js';

const answers: Readonly<Record<PromiseNow['answer'], { readonly look: string; readonly text: string }>> = {
  kept: { look: 'pass', text: '✓ KEPT' },
  broken: { look: 'fail', text: '✗ BROKEN' },
  unknown: { look: 'inconclusive', text: '? NOT KNOWN' },
};

/** The one question first: is the promise kept right now; of a run that is over its verdict. */
export function answerSection(reading: LiveReading, recent: readonly HistoryRow[]): string {
  return reading.phase === 'done' ? finalAnswer(reading) : answerNow(promiseNow(reading, recent));
}

function answerNow({ answer, sentences }: PromiseNow): string {
  const { look, text } = answers[answer];
  return `<h2>Is the promise kept, right now?</h2>
<p class="verdict"><strong class="badge ${look}">${text}</strong></p>
${list(sentences)}`;
}

function finalAnswer({ verdict, folder }: LiveReading): string {
  const report =
    folder === null ? '' : `<p>Its report: <code>${htmlText(`${folder}/${pageFile}`)}</code></p>`;
  if (verdict === null) return `<h2>It is over</h2>${report}`;
  const { result, reasons } = verdict;
  return `<h2>The run is over. Its verdict:</h2>
<p class="verdict"><strong class="badge ${result}">${verdictSigns[result]} ${result.toUpperCase()}</strong></p>
${list(reasons)}${report}`;
}

/** What the run would come to if it ended now; empty where nothing is judged, and when it is over. */
export function provisionalSection({ verdict, phase, budgets, run }: LiveReading): string {
  if (verdict === null || phase === 'done' || (budgets.length === 0 && verdict.result !== 'invalid'))
    return '';
  const { result, reasons } = verdict;
  const what =
    run.mode === 'monitor'
      ? 'of all orders since it began: a monitor has no end'
      : 'provisional: it is decided once, when every order is';
  return `<h2>Verdict so far <span class="faint">(${what})</span></h2>
<p class="verdict"><strong class="badge small ${result}">${verdictSigns[result]} ${result}</strong></p>
${list(reasons)}`;
}

function list(sentences: readonly string[]): string {
  return `<ul>${sentences.map((sentence) => `<li>${htmlText(sentence)}</li>`).join('')}</ul>`;
}
