import { conductFindings } from './conduct-findings.js';
import { journalFindings } from './journal-findings.js';
import { judgedFindings } from './judged-findings.js';
import { moneyFindings } from './money-findings.js';
import { objectiveFindings } from './objective-findings.js';
import { orderFindings } from './order-findings.js';
import { orderStories } from './order-story.js';
import type { SimulatedRun } from './simulated-run.js';
import { webhookFindings } from './webhook-findings.js';

/** Everything that is wrong with a simulated run, a sentence each; none when both sides agree in everything. */
export function findingsOf(run: SimulatedRun): string[] {
  const stories = orderStories(run);
  return [
    orderFindings,
    webhookFindings,
    moneyFindings,
    journalFindings,
    conductFindings,
    judgedFindings,
    objectiveFindings,
  ].flatMap((check) => check(run, stories));
}
