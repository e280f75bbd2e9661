import type { Finding } from './finding.js';
import { mismatch } from './issue-findings.js';
import { parseListenAddress } from './listen-address.js';
import { productionFindings } from './production-findings.js';
import { profileDefaults } from './profile-defaults.js';
import { valueAt } from './profile-path.js';

/**
 * What does not fit the environment, over the borders of sections. Reads the unchecked value, so that these are found
 * together with mistakes elsewhere.
 */
export function environmentFindings(root: unknown): Finding[] {
  const environment = valueAt(root, ['target', 'environment']) ?? profileDefaults.target.environment;
  // An environment that does not exist has its own finding.
  if (environment !== 'sandbox' && environment !== 'production') return [];
  const findings = environment === 'production' ? productionFindings(root) : [];
  const sandbox = valueAt(root, ['sandbox']);
  if (sandbox !== undefined) {
    const wanted = `no such section, because only an embedded target starts the simulator, not ${environment}`;
    findings.push(mismatch(['sandbox'], sandbox, wanted));
  }
  const listen = valueAt(root, ['receiver', 'listen']);
  if (typeof listen === 'string' && parseListenAddress(listen)?.port === 0) {
    const wanted = `a fixed port like ${profileDefaults.receiver.listen}, because the API must know the address`;
    findings.push(mismatch(['receiver', 'listen'], listen, wanted));
  }
  return findings;
}
