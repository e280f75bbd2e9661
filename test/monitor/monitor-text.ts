import { type MonitoredProfile, monitoredProfile } from '../../src/monitor/monitored-profile.js';
import { readProfile } from '../../src/profile/read-profile.js';

const plain = {
  name: 'watched',
  load: { stages: [{ rate: '1/s', for: '1m' }], seed: 5 },
  orders: [{ sku: 'psn-tr-100', weight: 3 }, { sku: 'xbox-ar-game-pass' }],
  deadline: '5m',
  monitor: { every: '30s', jitter: '20%', spendPerDay: '20 USD' },
  objectives: ['delivery within 45s for 95% over 7d', 'success for 95% over 30d'],
};

/** The text of a monitor's profile, `parts` in the form of the file put in. */
export function monitorText(parts: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ ...plain, ...parts });
}

/** The same, read and checked. */
export function monitorProfile(parts: Readonly<Record<string, unknown>> = {}): MonitoredProfile {
  return monitoredProfile(readProfile(monitorText(parts), 'watched.yaml'));
}
