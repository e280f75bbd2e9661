import { join } from 'node:path';
import type { RunResult } from '../run/run-result.js';
import { spanText, usdText } from './figure-text.js';
import { htmlText } from './html-text.js';

/** What was run, where, and the command that runs it again from the profile in its folder. */
export function runFactsSection({ run, spend }: RunResult, folder: string, generator: string): string {
  const limit = spend.limitUsd === null ? 'no limit' : `limit ${usdText(spend.limitUsd)}`;
  const facts: readonly (readonly [string, string])[] = [
    ['profile', run.profile],
    ['run', run.id],
    ['target', `${run.target} (${run.environment}, ${run.dialect})`],
    ['load', `${run.model} model, seed ${run.seed}`],
    ['deadline', spanText(run.deadlineMs)],
    ['began', run.startedAt],
    ['ended', run.endedAt],
    ['machine', `${run.cores} cores, Node ${run.node}`],
    ['foxload', run.version],
    ['generator', generator],
    ['spend', `${usdText(spend.debitedUsd)} debited, ${usdText(spend.refundedUsd)} to be refunded, ${limit}`],
  ];
  const rows = facts.map(([name, text]) => `<dt>${name}</dt><dd>${htmlText(text)}</dd>`);
  return `<dl>${rows.join('\n')}</dl>
<p>Run it again:</p>
<pre><code>${htmlText(`foxload run ${shellWord(join(folder, 'profile.yaml'))}`)}</code></pre>`;
}

/** One word for a shell, in quotes where it needs them. */
function shellWord(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
