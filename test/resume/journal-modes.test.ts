import { join } from 'node:path';
import { expect, test } from 'vitest';
import { credentials } from '../commands/credentials.js';
import { outerSandbox } from '../commands/outer-sandbox.js';
import { writtenProfile } from '../commands/written-profile.js';
import { foxload } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { journalLines } from './books.js';
import { runIn } from './process-runs.js';

const orders = 200;

/** The journal of a real run in this mode: two hundred orders in two seconds. */
async function journalOf(mode: 'process' | 'group' | 'strict') {
  const sandbox = await outerSandbox('header-key');
  const folder = temporaryFolder();
  const profile = writtenProfile(folder, {
    ...sandbox.profileParts,
    load: { arrivals: 'uniform', stages: [{ rate: '100/s', for: '2s' }] },
    journal: mode,
  });
  const reports = join(folder, 'reports');
  const { code, stderr } = await foxload(['run', profile, '--reports', reports, '--metrics-port', '0'], {
    env: credentials,
  });
  // A machine too slow for this load finds itself out.
  expect([0, 4], stderr).toContain(code);
  return journalLines(join(reports, runIn(reports)));
}

test.each(['process', 'group', 'strict'] as const)(
  'in %s mode an intent covers every order before it leaves, and each order has its line',
  async (mode) => {
    const lines = await journalOf(mode);
    expect(lines[0]).toMatchObject({ kind: 'run', mode });
    const intended = new Set<number>();
    const sent: number[] = [];
    for (const { kind, from, to, seq } of lines) {
      if (kind === 'intent') for (let at = Number(from); at <= Number(to); at += 1) intended.add(at);
      if (kind !== 'sent') continue;
      expect(intended, `order ${seq} left before its intent`).toContain(seq);
      sent.push(Number(seq));
    }
    const every = Array.from({ length: orders }, (_, seq) => seq);
    expect([...sent].sort((a, b) => a - b)).toEqual(every);
    expect([...intended].sort((a, b) => a - b)).toEqual(every);

    const intents = lines.filter(({ kind }) => kind === 'intent');
    if (mode === 'strict') {
      expect(intents.map(({ from, to }) => [from, to])).toEqual(every.map((seq) => [seq, seq]));
    } else {
      // One before the load, then one every 100 ms; a machine that is held up needs one more now and then.
      expect(intents.length).toBeLessThanOrEqual(25);
    }
  },
);
