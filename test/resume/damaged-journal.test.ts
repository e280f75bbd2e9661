import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { OrderEvent } from '../../src/order-event.js';
import { resumeRun, type SettleForecast } from '../../src/run/resume-run.js';
import { accepted, errored, polledAs, sent, webhook } from './events.js';
import { footer, intent, leftRun, plannedOrders, scheduled } from './left-run.js';

/** Every kind of line that says where an order stands, from two processes. */
const records: readonly (OrderEvent | ReturnType<typeof footer>)[] = [
  intent(0, 3),
  ...plannedOrders(0, 3),
  sent(0),
  accepted(0),
  sent(1),
  { kind: 'refused', atMs: 105, seq: 1, reason: 'out_of_stock', status: 409 },
  sent(2),
  errored(2, 'network'),
  intent(4, 7),
  ...plannedOrders(4, 6),
  { kind: 'dropped', atMs: 400, seq: 4, reason: 'in_flight' },
  sent(5),
  accepted(5),
  { kind: 'replayed', atMs: 510, seq: 5, variant: 'same_body', result: 'same_order', orderId: 'ord_5' },
  webhook(5, 'delivered', 520),
  sent(6),
  { kind: 'ended', atMs: 700 },
  footer({ interruptedBy: 'SIGINT' }),
  { kind: 'resumed', atMs: 800 },
  { kind: 'in_doubt', atMs: 801, seq: 3 },
  { kind: 'in_doubt', atMs: 801, seq: 6 },
  { kind: 'reopened', atMs: 802, seq: 2, reason: 'network' },
  { kind: 'reopened', atMs: 802, seq: 3, reason: 'other' },
  accepted(2, 810),
  { kind: 'errored', atMs: 812, seq: 3, reason: 'timeout', status: null },
  { kind: 'expired', atMs: 813, seq: 0 },
  polledAs(0, 'delivered', 814),
];

/** Damages line `number` of the journal in `folder`, the header being 0. Gives where it begins and how long it is. */
function damage(folder: string, number: number): { offset: number; bytes: number } {
  const file = join(folder, 'orders.ndjson');
  const lines = readFileSync(file, 'utf8').split('\n');
  const offset = Buffer.byteLength(lines.slice(0, number).join('\n')) + 1;
  const line = lines[number] ?? '';
  lines[number] = line.replace('"kind"', '"kine"');
  writeFileSync(file, lines.join('\n'));
  return { offset, bytes: Buffer.byteLength(line) + 1 };
}

test('a damaged line is refused with its place, and the journal is left as it is', async () => {
  const folder = leftRun(records);
  const { offset } = damage(folder, 3);
  const file = join(folder, 'orders.ndjson');
  const before = readFileSync(file);
  await expect(resumeRun(folder)).rejects.toThrow(
    new RegExp(
      `orders\\.ndjson:4: the line has the checksum "[0-9a-f]{8}"; wanted .* \\(at byte ${offset}\\)$`,
    ),
  );
  expect(readFileSync(file)).toEqual(before);
});

test('what was left out is told by place and length, and makes the verdict invalid', async () => {
  const folder = leftRun(records);
  const places = [2, 9].map((number) => ({ line: number + 1, ...damage(folder, number) }));
  let told: SettleForecast | null = null;
  const { result } = await resumeRun(folder, {
    skipDamaged: true,
    beforeSettling: (forecast) => {
      told = forecast;
    },
  });
  expect(told).toMatchObject({ leftOut: places });
  expect(result.verdict.result).toBe('invalid');
  expect(result.verdict.reasons).toContain('2 damaged lines of the journal were left out');
});

test.each(records.map((record, at) => [record.kind, 'seq' in record ? record.seq : null, at + 1] as const))(
  'with a damaged %s line (order %s) every order is still in exactly one class',
  async (kind, _seq, number) => {
    // The last line would be taken for torn, so one of no weight follows.
    const folder = leftRun([...records, { kind: 'intent', atMs: 0, from: 0, to: 0 }]);
    const whole = await resumeRun(leftRun(records));
    damage(folder, number);
    const { orders, result } = await resumeRun(folder, { skipDamaged: true });
    expect(Object.values(orders).reduce((sum, count) => sum + count, 0)).toBe(scheduled);
    expect(result.ledger.balanced).toBe(true);
    for (const count of Object.values(orders)) expect(count).toBeGreaterThanOrEqual(0);
    for (const { count } of result.refusals) expect(count).toBeGreaterThan(0);
    // What is not known any more is doubted, never taken for "never sent".
    expect(orders.neverSent).toBeLessThanOrEqual(whole.orders.neverSent);
    if (kind === 'intent') expect(orders.delivered).toBe(whole.orders.delivered);
  },
);

test('cut behind any line, every order is in exactly one class, and none that was intended is "never sent"', async () => {
  for (let lines = 1; lines <= records.length; lines += 1) {
    const kept = records.slice(0, lines);
    const { orders, result } = await resumeRun(leftRun(kept));
    expect(Object.values(orders).reduce((sum, count) => sum + count, 0)).toBe(scheduled);
    expect(result.ledger.balanced).toBe(true);
    // The first process came to its end by itself where its footer is there: then order 7, which was not due, stayed.
    const hasEnded = kept.some(({ kind }) => kind === 'closed');
    const intended = kept.some((record) => record.kind === 'intent' && record.from === 4) ? 8 : 4;
    expect(orders.neverSent, `after ${lines} lines`).toBe(scheduled - (hasEnded ? 7 : intended));
  }
});

test('where the newest intent is damaged, all that was due soon after is in doubt', async () => {
  const folder = leftRun([intent(0, 3), ...plannedOrders(0, 1), intent(4, 4), sent(0, 2)]);
  damage(folder, 4);
  // The last that was heard is the order planned at 100 ms: the lost intent covered at most what was due by 400 ms.
  const { orders } = await resumeRun(folder, { skipDamaged: true });
  expect(orders).toMatchObject({ inDoubt: 5, neverSent: 5 });
});

test('a finished run whose journal was damaged later is not told as sound', async () => {
  const folder = leftRun([
    intent(0, 0),
    ...plannedOrders(0, 0),
    sent(0),
    accepted(0),
    webhook(0, 'delivered', 500),
    { kind: 'ended', atMs: 700 },
    footer(),
  ]);
  expect((await resumeRun(folder)).result.verdict.reasons).not.toContain(expect.stringContaining('damaged'));
  damage(folder, 3);
  for (const time of ['first', 'second']) {
    const { result } = await resumeRun(folder, { skipDamaged: true });
    expect(result.verdict.result, time).toBe('invalid');
    const causes = result.verdict.reasons.filter((reason) => reason.includes('damaged lines'));
    expect(causes, time).toEqual(['1 damaged lines of the journal were left out']);
  }
});
