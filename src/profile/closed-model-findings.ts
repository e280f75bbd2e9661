import type { Finding } from './finding.js';
import { mismatch } from './issue-findings.js';
import { valueAt } from './profile-path.js';

/**
 * What the closed model can't be fired at, and what does not go together with it. Its client verifies no certificate, so
 * that it would hand the API key to whoever answers. Reads the unchecked value, so that these are found together with
 * mistakes elsewhere.
 */
export function closedModelFindings(root: unknown): Finding[] {
  if (valueAt(root, ['load', 'model']) !== 'closed') return [];
  return [...ofTarget(root), ...ofReplays(root)];
}

function ofTarget(root: unknown): Finding[] {
  // One sentence is enough: an address of production is none for this model either.
  if (valueAt(root, ['target', 'environment']) === 'production') {
    const wanted = 'open, because the closed model verifies no certificate and is never fired at production';
    return [mismatch(['load', 'model'], 'closed', wanted)];
  }
  const url = valueAt(root, ['target', 'url']);
  if (typeof url !== 'string' || !/^https:/i.test(url)) return [];
  const wanted = 'an http address, because the closed model verifies no certificate; the open model does';
  return [mismatch(['target', 'url'], url, wanted)];
}

function ofReplays(root: unknown): Finding[] {
  const replays = valueAt(root, ['replays']);
  if (replays === undefined || Number.parseFloat(String(replays)) === 0) return [];
  const wanted =
    '0%, because in the closed model a connection has one call at a time; the open model replays';
  return [mismatch(['replays'], replays, wanted)];
}
