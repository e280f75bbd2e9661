import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FoundIds } from '../../src/tracker/found-ids.js';
import { hashText, type TextHash } from '../../src/tracker/text-hash.js';
import { Tracker } from '../../src/tracker/tracker.js';
import { WebhookIds } from '../../src/tracker/webhook-ids.js';
import { accepted, deadlineMs, idOf, planned, sent, webhook } from './order-events.js';

function hashOf(text: string): TextHash {
  const hash = { high: 1, low: 0 };
  hashText(text, hash);
  return hash;
}

/** Notes news in words. */
function note(ids: WebhookIds, webhookId: string, news: string): boolean {
  return ids.note(hashOf(webhookId), hashOf(news).low);
}

describe('the memory of webhook ids', () => {
  it('takes an id that comes again with the same news, and tells one that comes with others', () => {
    const ids = new WebhookIds();
    expect(note(ids, 'msg_1', 'delivered ord_1')).toBe(true);
    expect(note(ids, 'msg_1', 'delivered ord_1')).toBe(true);
    expect(note(ids, 'msg_1', 'delivered ord_2')).toBe(false);
    expect(note(ids, 'msg_1', 'failed ord_1')).toBe(false);
    expect(note(ids, 'msg_2', 'delivered ord_1')).toBe(true);
    // What was told first is what the id stands for.
    expect(note(ids, 'msg_1', 'delivered ord_1')).toBe(true);
  });

  it('never takes one of many ids for another', () => {
    const ids = new WebhookIds();
    const wrong: string[] = [];
    for (let round = 0; round < 2; round += 1) {
      for (let at = 0; at < 200_000; at += 1) {
        if (!note(ids, `msg_${at}`, `delivered ord_${at}`)) wrong.push(`msg_${at}`);
      }
    }
    expect(wrong).toEqual([]);
    for (let at = 0; at < 200_000; at += 1) if (note(ids, `msg_${at}`, 'other news')) wrong.push(`msg_${at}`);
    expect(wrong).toEqual([]);
    expect(ids.forgotten).toBe(0);
  });

  it('forgets the oldest ids past its limit, counts them, and always knows the newest ones', () => {
    const limit = 1000;
    const ids = new WebhookIds(limit);
    for (let at = 0; at < 10_500; at += 1) {
      expect(note(ids, `msg_${at}`, `news ${at}`)).toBe(true);
      const newest = Math.max(0, at - limit + 1);
      expect(note(ids, `msg_${newest}`, 'other news')).toBe(false);
    }
    expect(ids.forgotten).toBe(9_000);
    expect(note(ids, 'msg_0', 'other news')).toBe(true);
  });

  it('takes what somebody else has noted, and counts it as forgotten when that one stops', () => {
    const ids = new WebhookIds();
    const found = (text: string, noted: FoundIds['noted']): FoundIds => ({
      orderId: { text: 'ord_1', hash: hashOf('ord_1') },
      webhookId: hashOf(text),
      noted,
    });
    expect(ids.noteOf(found('msg_1', { isReused: false, forgotten: 0 }), 'delivered')).toBe(true);
    expect(ids.noteOf(found('msg_2', { isReused: true, forgotten: 7 }), 'delivered')).toBe(false);
    expect(ids.noteOf({ ...found('', null), webhookId: null }, 'delivered')).toBe(true);
    expect(ids.forgotten).toBe(7);
    expect(ids.noteOf(found('msg_3', null), 'delivered')).toBe(true);
    expect(ids.noteOf(found('msg_3', null), 'failed')).toBe(false);
    // Those two are not known here.
    expect(ids.forgotten).toBe(2);
  });

  it('judges like a memory without bounds while the limit is not reached', () => {
    const notes = fc.array(fc.tuple(fc.nat(40), fc.nat(2)), { maxLength: 200 });
    fc.assert(
      fc.property(notes, (list) => {
        const ids = new WebhookIds(41);
        const known = new Map<number, number>();
        for (const [id, news] of list) {
          const before = known.get(id) ?? news;
          known.set(id, before);
          expect(note(ids, `id ${id}`, `news ${news}`)).toBe(before === news);
        }
      }),
      { seed: 72, numRuns: 2000 },
    );
  });
});

describe('the tracker', () => {
  const begin = [0, 1].flatMap((seq) => [planned(seq), sent(seq), accepted(seq)]);

  it('counts a webhook id that comes with another order as a breach, and the webhook by its order', () => {
    const tracker = new Tracker(deadlineMs);
    const first = webhook(0, 'delivered', 10);
    for (const event of [...begin, first, first, { ...first, orderId: idOf(1) }]) tracker.apply(event);
    expect(tracker.counters.webhooks).toMatchObject({ accepted: 2, duplicate: 1 });
    expect([...tracker.counters.violations]).toEqual([
      [
        'webhook.reused_webhook_id',
        {
          count: 1,
          example: 'webhook id msg_0_delivered came again with other news: delivered of order ord_1',
        },
      ],
    ]);
  });

  it('counts a webhook id that comes with another state as a breach, also while its order is unknown', () => {
    const tracker = new Tracker(deadlineMs);
    const early = webhook(0, 'processing', 1);
    for (const event of [early, { ...early, state: 'delivered' as const }, ...begin]) tracker.apply(event);
    expect(tracker.counters.webhooks).toMatchObject({ accepted: 2 });
    expect(tracker.counters.violations.get('webhook.reused_webhook_id')?.count).toBe(1);
  });

  it('finds no breach in webhooks without an id', () => {
    const tracker = new Tracker(deadlineMs);
    const nameless = { ...webhook(0, 'delivered', 10), webhookId: null };
    for (const event of [...begin, nameless, { ...nameless, orderId: idOf(1) }]) tracker.apply(event);
    expect(tracker.counters.webhooks).toMatchObject({ accepted: 2 });
    expect(tracker.counters.violations.size).toBe(0);
  });

  it('counts webhooks that needed an old secret beside their class', () => {
    const tracker = new Tracker(deadlineMs);
    const old = { ...webhook(0, 'delivered', 10), oldSecret: true as const };
    for (const event of [...begin, old, old, webhook(1, 'delivered', 11)]) tracker.apply(event);
    expect(tracker.counters.webhooksByOldSecret).toBe(2);
    expect(tracker.counters.webhooks).toMatchObject({ accepted: 2, duplicate: 1 });
  });

  it('counts codes that could not be opened by why, and as other where nobody wrote that down', () => {
    const tracker = new Tracker(deadlineMs);
    const failed = { ...webhook(0, 'delivered', 10), codes: 'failed' as const };
    for (const event of [
      ...begin,
      failed,
      { ...failed, codeFailure: 'auth_tag' as const },
      { ...failed, codeFailure: 'auth_tag' as const },
      { ...failed, codeFailure: 'format' as const },
    ])
      tracker.apply(event);
    expect(tracker.counters.codes).toEqual({ opened: 0, failed: 4 });
    expect(tracker.counters.codeFailures).toEqual({ format: 1, auth_tag: 2, other: 1 });
  });

  it('counts a summary of rejections for all it stands for', () => {
    const tracker = new Tracker(deadlineMs);
    const rejected = { kind: 'webhook_rejected', atMs: 1, verdict: 'forged', why: 'x' } as const;
    for (const event of [rejected, { ...rejected, count: 41 }]) tracker.apply(event);
    expect(tracker.counters.webhooks.forged).toBe(42);
    expect(tracker.counters.webhooksReceived).toBe(42);
  });
});
