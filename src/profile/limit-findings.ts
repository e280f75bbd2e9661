import { parseDuration } from './duration.js';
import type { Finding } from './finding.js';
import { mismatch } from './issue-findings.js';
import { suggestion } from './nearest-name.js';
import { profileDefaults } from './profile-defaults.js';
import { valueAt } from './profile-path.js';

/** So many SKUs of the allow-list are named in a message. */
const maxNamedSkus = 8;

/**
 * Where sections contradict a limit: an order that the allow-list does not allow, a p99 that can't be seen. Reads the
 * unchecked value, so that these are found together with mistakes elsewhere.
 */
export function limitFindings(root: unknown): Finding[] {
  return [...strangeSkus(root), ...unseenP99(root)];
}

function strangeSkus(root: unknown): Finding[] {
  const allowed = valueAt(root, ['limits', 'skus']);
  const orders = valueAt(root, ['orders']);
  if (typeof allowed !== 'object' || allowed === null || Array.isArray(allowed)) return [];
  if (!Array.isArray(orders)) return [];
  const names = Object.keys(allowed);
  // An empty list has a finding of its own.
  if (names.length === 0) return [];
  return orders.flatMap((_, index) => {
    const path = ['orders', index, 'sku'];
    const sku = valueAt(root, path);
    if (typeof sku !== 'string' || names.includes(sku)) return [];
    const named = names.slice(0, maxNamedSkus).join(', ') + (names.length > maxNamedSkus ? ', …' : '');
    return [mismatch(path, sku, `an SKU of limits.skus: ${named}${suggestion(sku, names)}`)];
  });
}

/** Of an undelivered order only this much is known: it is later than the deadline. */
function unseenP99(root: unknown): Finding[] {
  const p99 = valueAt(root, ['abort', 'p99']);
  const deadline = valueAt(root, ['deadline']) ?? profileDefaults.deadline;
  if (typeof p99 !== 'string' || typeof deadline !== 'string') return [];
  const [p99Ms, deadlineMs] = [parseDuration(p99), parseDuration(deadline)];
  if (p99Ms === null || deadlineMs === null || p99Ms <= deadlineMs) return [];
  const wanted = `at most the deadline of ${deadline}, because no later time is measured`;
  return [mismatch(['abort', 'p99'], p99, wanted)];
}
