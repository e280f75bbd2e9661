import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { JournalFooter } from '../../src/journal/journal-footer.js';
import type { JournalHeader } from '../../src/journal/journal-header.js';
import { encodeLine } from '../../src/journal/journal-line.js';
import { keyId } from '../../src/load/order-keys.js';
import type { OrderEvent } from '../../src/order-event.js';
import { apiKey, type ProfileParts } from '../run/rig.js';

/** Ten orders, one every 100 ms. */
export const scheduled = 10;

export interface LeftRunChoice {
  /** In the form of the profile's file. */
  readonly profile?: ProfileParts;
  readonly header?: Partial<JournalHeader>;
  /** How long ago the zero of the run's clock is. */
  readonly ageMs?: number;
}

const folders: string[] = [];
// Not by test: those of one file run at once.
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A run's folder as a killed process left it: its profile, and a journal of these events and footers. */
export function leftRun(
  records: readonly (OrderEvent | (JournalFooter & { kind: 'closed' }))[],
  { profile = {}, header = {}, ageMs = 10_000 }: LeftRunChoice = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), 'foxload-left-'));
  folders.push(folder);
  const source = JSON.stringify({
    name: 'left',
    target: { environment: 'embedded', dialect: 'header-key' },
    load: { arrivals: 'uniform', stages: [{ rate: '10/s', for: '1s' }], seed: 1 },
    orders: [{ sku: 'psn-tr-100' }],
    deadline: '60s',
    budgets: ['success.rate > 1%'],
    ...profile,
  });
  writeFileSync(join(folder, 'profile.yaml'), source);
  const first = {
    kind: 'run',
    journal: 1,
    run: '20260518-102400-left-0a1b2c3d',
    startedAt: '2026-05-18T10:24:00.000Z',
    profile: 'left',
    profileSha256: createHash('sha256').update(source).digest('hex'),
    seed: 1,
    keyId: keyId(apiKey),
    environment: 'embedded',
    mode: 'group',
    deadlineMs: 60_000,
    wallOriginMs: Date.now() - ageMs,
    pricesCents: [420],
    spendLimitCents: null,
    target: 'http://127.0.0.1:9',
    webhookUrl: 'http://127.0.0.1:9/webhooks',
    ...header,
  };
  writeFileSync(join(folder, 'orders.ndjson'), [first, ...records].map(encodeLine).join(''));
  return folder;
}

export function intent(from: number, to: number, atMs = 0): OrderEvent {
  return { kind: 'intent', atMs, from, to };
}

/** The orders `from` to `to`, planned as the schedule of `leftRun` has them. */
export function plannedOrders(from: number, to: number): OrderEvent[] {
  return Array.from({ length: to - from + 1 }, (_, at) => ({
    kind: 'planned',
    atMs: (from + at) * 100,
    seq: from + at,
    sku: 0,
    stage: 0,
  }));
}

/** The last line of a run that came to its end. */
export function footer(parts: Partial<JournalFooter> = {}): JournalFooter & { kind: 'closed' } {
  return {
    kind: 'closed',
    endedAt: '2026-05-18T10:25:00.000Z',
    interruptedBy: null,
    earlyEnd: null,
    resumed: false,
    troubles: [],
    idempotencyViolations: 0,
    generator: { loopDelayP99Ms: 1, cpuRatio: 0.1, receiverP99Ms: 0.2 },
    ...parts,
  };
}
