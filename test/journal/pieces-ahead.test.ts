import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OrderState } from '../../src/contract/order-state.js';
import { encodeLine, maxLineBytes } from '../../src/journal/journal-line.js';
import { readJournal as readAlone } from '../../src/journal/read-journal.js';
import type { OrderEvent, WebhookEvent } from '../../src/order-event.js';
import type { FoundIds } from '../../src/tracker/found-ids.js';
import { Tracker } from '../../src/tracker/tracker.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { anyEvent } from './any-event.js';
import { everyKind, headerLine } from './written-journal.js';

/** A thread needs a file that Node can run as it is. */
const built = fileURLToPath(new URL('../../dist/journal/read-journal.js', import.meta.url));
let readJournal = readAlone;

beforeAll(async () => {
  expect(existsSync(built), 'built first: npm run build').toBe(true);
  ({ readJournal } = (await import(built)) as { readJournal: typeof readAlone });
});

/** All that reading a file tells: its events and what it gives, or the message that it throws. */
function told(read: typeof readAlone, file: string, threadFromBytes: number, skipDamaged: boolean): unknown {
  const events: OrderEvent[] = [];
  try {
    const reading = read(file, { event: (event) => events.push(event) }, { threadFromBytes, skipDamaged });
    return { reading, events };
  } catch (error) {
    return { message: (error as Error).message, events };
  }
}

function expectSame(content: string | Buffer): void {
  const file = join(temporaryFolder(), 'orders.ndjson');
  writeFileSync(file, content);
  for (const skipDamaged of [false, true])
    expect(told(readJournal, file, 0, skipDamaged)).toEqual(
      told(readAlone, file, Number.POSITIVE_INFINITY, skipDamaged),
    );
}

const manyLines = Array.from({ length: 3000 }, () => everyKind.map(encodeLine).join('')).join('');

describe('a journal that a second thread reads ahead', () => {
  it('gives the same as one that is read alone, over many pieces', () => {
    expectSame(headerLine + manyLines);
  });

  it('gives the same of lines that are too long, and of those around them', () => {
    const tooLong = `${'x'.repeat(3 * maxLineBytes)}\n`;
    const justTooLong = `${'y'.repeat(maxLineBytes)}\n`;
    const longest = `${'z'.repeat(maxLineBytes - 1)}\n`;
    expectSame(headerLine + manyLines + tooLong + manyLines + justTooLong + longest + manyLines);
    expectSame(headerLine + manyLines + tooLong.trimEnd());
  });

  it('gives the same of an empty file, one without a header, and one whose last line is torn', () => {
    expectSame('');
    expectSame(manyLines);
    expectSame((headerLine + manyLines).slice(0, -10));
  });

  it('gives the same of any events with any damage', () => {
    const damage = fc.tuple(fc.nat(), fc.nat(255));
    fc.assert(
      fc.property(
        fc.array(anyEvent, { maxLength: 100 }),
        fc.array(damage, { maxLength: 3 }),
        (events, all) => {
          const bytes = Buffer.from(headerLine + events.map(encodeLine).join(''));
          for (const [at, byte] of all) bytes[at % bytes.length] = byte;
          expectSame(bytes);
        },
      ),
      { seed: 20_261_122, numRuns: 20 },
    );
  });

  it('tells a mistake of whoever takes the events as it is, and can be read again', () => {
    const file = join(temporaryFolder(), 'orders.ndjson');
    writeFileSync(file, headerLine + manyLines);
    const mistake = new TypeError('no such order');
    const failing = {
      event(): void {
        throw mistake;
      },
    };
    expect(() => readJournal(file, failing, { threadFromBytes: 0 })).toThrow(mistake);
    expect(readJournal(file, { event() {} }, { threadFromBytes: 0 }).events).toBe(3000 * everyKind.length);
  });
});

/** A webhook of one of few ids, orders and states, so that ids come again; some of them are written so that no line is plain. */
const anyWebhook = fc
  .record({
    id: fc.constantFrom('msg_1', 'msg_2', 'msg_3', 'msg_é', null),
    order: fc.constantFrom('ord_1', 'ord_2', 'ord_é'),
    state: fc.constantFrom<OrderState>('processing', 'delivered'),
    oldSecret: fc.boolean(),
  })
  .map(
    ({ id, order, state, oldSecret }): OrderEvent => ({
      kind: 'webhook',
      atMs: 6,
      webhookId: id,
      orderId: order,
      state,
      reason: null,
      unlistedReason: null,
      codes: null,
      ...(oldSecret ? { oldSecret } : {}),
    }),
  );

interface Noted {
  readonly counters: unknown;
  /** Webhooks that have an id, and those of them whose id the second thread had noted. */
  readonly named: number;
  readonly notedAhead: number;
}

/** What a tracker counts that remembers few webhook ids. */
function counted(read: typeof readAlone, file: string, threadFromBytes: number): Noted {
  const rememberedWebhookIds = 2;
  const tracker = new Tracker(300_000, [], { recentWebhookIds: rememberedWebhookIds });
  let [named, notedAhead] = [0, 0];
  const event = (taken: OrderEvent, ids: FoundIds | null): void => {
    if (taken.kind === 'webhook' && taken.webhookId !== null) named += 1;
    if (ids !== null && ids.noted !== null) notedAhead += 1;
    // Whatever happened to no order of this run means nothing to its tracker.
    if (taken.kind === 'webhook') tracker.apply(taken, ids);
  };
  const options = { threadFromBytes, rememberedWebhookIds, lateTexts: true, skipDamaged: true };
  read(file, { event }, options);
  return { counters: tracker.counters, named, notedAhead };
}

/** Whether its line is one that is read fast. */
function isPlain(event: OrderEvent): boolean {
  return event.kind === 'webhook' && !event.oldSecret && /^\w+$/.test(`${event.webhookId}${event.orderId}`);
}

function expectSameIds(content: string | Buffer): Noted {
  const file = join(temporaryFolder(), 'orders.ndjson');
  writeFileSync(file, content);
  const alone = counted(readAlone, file, Number.POSITIVE_INFINITY);
  const ahead = counted(readJournal, file, 0);
  expect(ahead.counters).toEqual(alone.counters);
  expect([alone.notedAhead, ahead.notedAhead]).toEqual([0, ahead.named]);
  return ahead;
}

describe('a journal whose second thread notes the ids of its webhooks', () => {
  it('gives the same verdict on each, and as many as forgotten, whatever comes between them', () => {
    let [reused, forgotten] = [0, 0];
    fc.assert(
      fc.property(
        fc.array(fc.oneof(anyWebhook, anyWebhook, anyEvent), { minLength: 20, maxLength: 60 }),
        fc.option(fc.tuple(fc.nat(), fc.nat(255))),
        (events, damage) => {
          const bytes = Buffer.from(headerLine + events.map(encodeLine).join(''));
          const at =
            damage === null ? 0 : headerLine.length + (damage[0] % (bytes.length - headerLine.length + 1));
          if (damage !== null && at < bytes.length) bytes[at] = damage[1];
          const counters = expectSameIds(bytes).counters as Tracker['counters'];
          reused += counters.violations.get('webhook.reused_webhook_id')?.count ?? 0;
          forgotten += counters.webhookIdsForgotten;
        },
      ),
      { seed: 20_261_123, numRuns: 40 },
    );
    expect([reused > 40, forgotten > 40]).toEqual([true, true]);
  });

  it('gives the same over many pieces, of lines that are cut by them and of lines that are too long', () => {
    const webhooks = fc.sample(anyWebhook, { seed: 20_261_124, numRuns: 500 });
    const lines = webhooks.map(encodeLine).join('');
    const tooLong = `${'x'.repeat(maxLineBytes)}\n`;
    const { named } = expectSameIds(headerLine + (lines + tooLong).repeat(25));
    expect(named).toBe(
      25 * webhooks.filter((event) => 'webhookId' in event && event.webhookId !== null).length,
    );
  });
});

describe('an event whose texts are read late', () => {
  it('gives them until its lines are gone, and then says so, unless they were asked for in time', () => {
    const file = join(temporaryFolder(), 'orders.ndjson');
    const [webhook] = fc.sample(anyWebhook.filter(isPlain), { seed: 1, numRuns: 1 });
    writeFileSync(file, headerLine + encodeLine(webhook as object).repeat(10_000));
    const kept: WebhookEvent[] = [];
    const read: unknown[] = [];
    readAlone(
      file,
      {
        event(event) {
          if (event.kind !== 'webhook' || kept.length === 2) return;
          if (kept.push(event) === 1) read.push(event.orderId, event.webhookId);
        },
      },
      { lateTexts: true },
    );
    const [asked, notAsked] = kept;
    expect(read).toEqual([asked?.orderId, (webhook as WebhookEvent).webhookId]);
    expect(() => notAsked?.orderId).toThrow('the text of an event was asked for when its line was gone');
  });
});

describe('a journal whose second thread does not come', () => {
  it('is read alone', () => {
    // Beside the sources there is no file that a thread could run.
    const file = join(temporaryFolder(), 'orders.ndjson');
    writeFileSync(file, headerLine + manyLines);
    expect(told(readAlone, file, 0, false)).toEqual(told(readAlone, file, Number.POSITIVE_INFINITY, false));
  });
});
