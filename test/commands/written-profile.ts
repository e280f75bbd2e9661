import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Two hundred orders in a second at a simulator so fast that all is over soon after; nothing goes wrong. */
const plain = {
  name: 'short',
  load: { arrivals: 'uniform', stages: [{ rate: '100/s', for: '1s' }] },
  orders: [{ sku: 'psn-tr-100' }],
  deadline: '3s',
  budgets: ['delivery.p95 < 3s', 'success.rate > 95%'],
  sandbox: { speed: 500, seed: 3 },
};

/** The text of a short profile, `parts` in the form of the file put in. JSON is YAML, so nothing needs a writer. */
export function profileText(parts: Readonly<Record<string, unknown>> = {}): string {
  return `# written by a test\n${JSON.stringify({ ...plain, ...parts }, null, 2)}\n`;
}

/** Writes a short profile into `folder` and gives its path. */
export function writtenProfile(folder: string, parts: Readonly<Record<string, unknown>> = {}): string {
  const file = join(folder, 'profile-under-test.yaml');
  writeFileSync(file, profileText(parts));
  return file;
}
