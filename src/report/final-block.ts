import type { RunResult } from '../run/run-result.js';
import { budgetLines } from './budget-lines.js';
import { failureLines } from './failure-lines.js';
import { percentileText, shareText, timeText } from './figure-text.js';
import { latencyLines } from './latency-lines.js';
import { ledgerLines } from './ledger-lines.js';
import { verdictLines } from './verdict-lines.js';
import { webhookLines } from './webhook-lines.js';
import { plainColumns, wrapText } from './wrap-text.js';

/**
 * The result for people, at most `columns` wide (80 and more, so that the table of latencies fits): verdict and
 * reasons, ledger, latency, failures split by whether ordering again helps, webhooks, generator, budgets.
 */
export function finalBlock(result: RunResult, columns = plainColumns): string {
  const width = Math.max(columns, plainColumns);
  const sections = [
    verdictLines(result, width),
    ledgerLines(result, width),
    latencyLines(result),
    failureLines(result, width),
    webhookLines(result, width),
    generatorLines(result, width),
    budgetLines(result, width),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function generatorLines({ generator, latency }: RunResult, columns: number): string[] {
  const { loopDelayP99Ms, cpuRatio, receiverP99Ms, saturated } = generator;
  const lag = percentileText(latency.sendLag.p99Ms, undefined, latency.sendLag.count);
  if (loopDelayP99Ms === null || cpuRatio === null) return [`Generator  not known: foxload was killed`];
  const receiver = receiverP99Ms === null ? '–' : timeText(receiverP99Ms);
  const p99 = `  p99: send lag ${lag}, event loop ${timeText(loopDelayP99Ms)}, receiver ${receiver}`;
  return [
    `Generator  ${saturated ? 'SATURATED' : 'kept up'}`,
    ...wrapText(p99, columns, 4),
    `  processor: ${shareText(cpuRatio)} of a core`,
  ];
}
