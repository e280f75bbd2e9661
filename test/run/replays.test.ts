import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type DialectName, dialectNames } from '../../src/contract/dialect.js';
import { orderMix } from '../../src/load/order-mix.js';
import type { RunResult } from '../../src/run/run-result.js';
import { eventsOf, withRig } from './rig.js';

const orders = 100;

test.concurrent.each(dialectNames)(
  'every replayed order is one order and one debit, %s',
  async (dialect: DialectName) => {
    await withRig({ dialect }, async (rig) => {
      const profile = rig.profile({
        load: { arrivals: 'uniform', stages: [{ rate: '100/s', for: '1s' }], seed: 5 },
        orders: [{ sku: 'psn-tr-100' }, { sku: 'sandbox-supplier-timeout' }, { sku: 'sandbox-forged' }],
        replays: '40%',
        deadline: '20s',
        budgets: ['idempotency.violations == 0'],
      });
      const mix = orderMix(profile.orders, 0.4, 5);
      const replayed = Array.from({ length: orders }, (_, seq) => seq).filter(mix.isReplayed).length;
      expect(replayed).toBeGreaterThan(20);

      const { result, view, events } = await rig.run(profile);
      expect(view.tracker.counters.replays).toEqual({
        same_order: replayed,
        mismatch: replayed,
        different_order: 0,
        conflict: 0,
        no_answer: 0,
      });
      expect(result.idempotency).toEqual({ replays: 2 * replayed, violations: 0 });
      expect(result.budgets.map((budget) => budget.result)).toEqual(['pass']);
      expect(result.ledger).toMatchObject({
        planned: orders,
        sent: orders,
        accepted: orders,
        balanced: true,
      });
      expect(result.retries).toEqual({ attempts: 0, exhausted: 0 });
      expect(eventsOf(events, 'sent')).toHaveLength(orders);

      const books = JSON.parse(await rig.read('/sandbox/ledger?orders=1')) as Books;
      expect(books).toMatchObject({ balanced: true, keys_with_several_orders: 0 });
      expect(books.orders).toHaveLength(orders);
      for (const { debits } of books.orders) expect(debits).toBe(1);
    });
  },
);

interface Books {
  readonly orders: readonly { readonly debits: number }[];
}

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** Runs the built program on a profile with an embedded simulator, whose books only the program itself can see. */
async function runProgram(profile: object): Promise<{ exitCode: number; result: RunResult }> {
  const folder = mkdtempSync(join(tmpdir(), 'foxload-run-'));
  try {
    const file = join(folder, 'profile.yaml');
    writeFileSync(file, JSON.stringify(profile));
    const args = [cli, 'run', file, '--json', '--metrics-port', '0', '--reports', join(folder, 'reports')];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    const exitCode = await new Promise<number>((resolve) =>
      child.once('close', (code) => resolve(code ?? -1)),
    );
    return { exitCode, result: JSON.parse(text) as RunResult };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.concurrent('an API that forgets keys fails the budget for idempotency', async () => {
  const { exitCode, result } = await runProgram({
    name: 'forgetful',
    load: { arrivals: 'uniform', stages: [{ rate: '20/s', for: '1s' }] },
    orders: [{ sku: 'sandbox-forget-key' }],
    replays: '100%',
    deadline: '20s',
    budgets: ['idempotency.violations == 0'],
    sandbox: { speed: 1000 },
  });
  // Each of the 20 keys was used three times and made an order each time: the first is known, the others are orphans.
  expect(result.idempotency).toEqual({ replays: 40, violations: 20 });
  expect(result.webhooks).toMatchObject({ received: 60, accepted: 20, orphan: 40 });
  expect(result.ledger).toMatchObject({ planned: 20, accepted: 20, delivered: 20, balanced: true });
  expect(result.budgets.map((budget) => budget.result)).toEqual(['fail']);
  expect(result.verdict.result).toBe(result.generator.saturated ? 'invalid' : 'fail');
  expect(result.verdict.reasons.at(-1)).toMatch(/^idempotency\.violations == 0 does not hold: observed 20 /);
  expect(exitCode).toBe(result.generator.saturated ? 4 : 1);
});
