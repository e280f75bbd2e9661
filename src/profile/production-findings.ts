import type { Finding } from './finding.js';
import { mismatch } from './issue-findings.js';
import { valueAt } from './profile-path.js';

/** What a run of real money needs before it may be thought of, each with what stands for it in a message. */
const neededLimits = {
  orders: 'the most orders that a production run may send, like 1000',
  spend: 'the most that a production run may cost, like 100 USD',
  skus: 'the only SKUs that a production run may order, with the highest price of one piece, like {psn-tr-100: 5 USD}',
} as const;

/** A monitor never ends, so no sum of orders bounds it. */
const neededOfMonitor = 'the most that a production monitor may cost a day, like 20 USD';

/** What is missing or too weak where money is real. Reads the unchecked value of a profile for production. */
export function productionFindings(root: unknown): Finding[] {
  const missing = valueAt(root, ['monitor']) === undefined ? missingLimits(root) : missingOfMonitor(root);
  const journal = valueAt(root, ['journal']);
  if (journal !== 'process') return missing;
  const wanted = 'group or strict, because no order of production may be lost with the machine';
  return [...missing, mismatch(['journal'], journal, wanted)];
}

function missingLimits(root: unknown): Finding[] {
  return Object.entries(neededLimits)
    .filter(([key]) => valueAt(root, ['limits', key]) === undefined)
    .map(([key, wanted]) => mismatch(['limits', key], undefined, wanted));
}

function missingOfMonitor(root: unknown): Finding[] {
  const limits = missingLimits(root).filter(({ path }) => path[1] === 'skus');
  if (valueAt(root, ['monitor', 'spendPerDay']) !== undefined) return limits;
  return [mismatch(['monitor', 'spendPerDay'], undefined, neededOfMonitor), ...limits];
}
