import type { Finding } from './finding.js';
import { mismatch } from './issue-findings.js';
import { valueAt } from './profile-path.js';

/**
 * What does not go together with a monitor. Reads the unchecked value, so that these are found together with mistakes
 * elsewhere.
 */
export function monitorFindings(root: unknown): Finding[] {
  if (valueAt(root, ['monitor']) === undefined || valueAt(root, ['load', 'model']) !== 'closed') return [];
  const wanted = 'open, because a monitor sends its orders whatever the answers do';
  return [mismatch(['load', 'model'], 'closed', wanted)];
}
