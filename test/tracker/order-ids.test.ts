import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HashedId } from '../../src/tracker/found-ids.js';
import { HashIndex } from '../../src/tracker/hash-index.js';
import { ordersPerChunk } from '../../src/tracker/order-chunk.js';
import { OrderIds } from '../../src/tracker/order-ids.js';
import { hashText } from '../../src/tracker/text-hash.js';

function hashed(text: string): HashedId {
  const hash = { high: 1, low: 0 };
  hashText(text, hash);
  return { text, hash };
}

const join = (ids: OrderIds, seq: number, id: string): boolean => ids.join(seq, hashed(id));
const seqOf = (ids: OrderIds, id: string): number | undefined => ids.seqOf(hashed(id));

describe('OrderIds', () => {
  it('finds ids and orders both ways, over many chunks', () => {
    const ids = new OrderIds();
    const count = 3 * ordersPerChunk + 5;
    const wrong: number[] = [];
    for (let seq = 0; seq < count; seq += 1) if (!join(ids, seq, `ord_${seq}`)) wrong.push(seq);
    for (let seq = 0; seq < count; seq += 1) {
      if (seqOf(ids, `ord_${seq}`) !== seq || ids.idOf(seq) !== `ord_${seq}`) wrong.push(seq);
    }
    expect(wrong).toEqual([]);
    expect([seqOf(ids, `ord_${count}`), ids.idOf(count)]).toEqual([undefined, undefined]);
  });

  it('never takes two ids with one hash for each other', () => {
    const ids = new OrderIds();
    const hash = { high: 7, low: 9 };
    const names = ['ord_a', 'ord_b', 'ord_ab', 'ord_ba', ''];
    expect(names.map((name, seq) => ids.join(seq, { text: name, hash }))).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(names.map((name) => ids.seqOf({ text: name, hash }))).toEqual([0, 1, 2, 3, 4]);
    expect(ids.seqOf({ text: 'ord_c', hash })).toBeUndefined();
    // One of them is given twice: the others stay with their orders.
    expect(ids.join(9, { text: 'ord_b', hash })).toBe(false);
    expect(names.map((name) => ids.seqOf({ text: name, hash }))).toEqual([0, 9, 2, 3, 4]);
    expect([ids.idOf(1), ids.idOf(9)]).toEqual(['ord_b', 'ord_b']);
  });

  it('keeps ids of any length and of any letters apart', () => {
    const names = ['é', 'e', 'ю', 'x'.repeat(255), 'x'.repeat(256), 'x'.repeat(1000), 'a\u0000b', '😀', ''];
    const ids = new OrderIds();
    for (const [seq, name] of names.entries()) expect(join(ids, seq, name)).toBe(true);
    expect(names.map((name) => seqOf(ids, name))).toEqual(names.map((_, seq) => seq));
    expect(names.map((_, seq) => ids.idOf(seq))).toEqual(names);
    expect(join(ids, 20, 'ю')).toBe(false);
    expect(seqOf(ids, 'ю')).toBe(20);
  });

  it('knows no id of a forgotten chunk, and may be given it again', () => {
    const ids = new OrderIds();
    join(ids, 0, 'ord_old');
    join(ids, ordersPerChunk, 'ord_new');
    ids.forget(0);
    expect([seqOf(ids, 'ord_old'), ids.idOf(0)]).toEqual([undefined, undefined]);
    expect(seqOf(ids, 'ord_new')).toBe(ordersPerChunk);
    expect(join(ids, ordersPerChunk + 1, 'ord_old')).toBe(true);
    expect(seqOf(ids, 'ord_old')).toBe(ordersPerChunk + 1);
  });

  it('answers like two maps, whatever is joined and forgotten', () => {
    const step = fc.record({
      chunk: fc.nat(3),
      row: fc.nat(2),
      id: fc.oneof(fc.stringMatching(/^[ab]{1,2}$/), fc.string({ maxLength: 3 })),
      forget: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const ids = new OrderIds();
        const idBySeq = new Map<number, string>();
        const seqById = new Map<string, number>();
        const colliding = (text: string): HashedId => ({
          text,
          hash: { high: 1 + (text.length % 3), low: 5 },
        });
        for (const { chunk, row, id, forget } of steps) {
          const seq = chunk * ordersPerChunk + row;
          if (forget) {
            ids.forget(chunk);
            for (const known of [0, 1, 2]) idBySeq.delete(chunk * ordersPerChunk + known);
            for (const [name, of] of seqById) if (!idBySeq.has(of)) seqById.delete(name);
          } else if (!idBySeq.has(seq)) {
            expect(ids.join(seq, colliding(id))).toBe(!seqById.has(id));
            idBySeq.set(seq, id);
            seqById.set(id, seq);
          }
          for (const [name, of] of seqById) expect(ids.seqOf(colliding(name))).toBe(of);
          for (const [of, name] of idBySeq) expect(ids.idOf(of)).toBe(name);
        }
      }),
      { seed: 81, numRuns: 500 },
    );
  });
});

describe('HashIndex', () => {
  it('leaves behind what nobody needs any more, instead of growing for it', () => {
    let oldest = 0;
    const asked: number[] = [];
    const index = new HashIndex((value) => {
      asked.push(value);
      return value >= oldest;
    });
    const always = (): boolean => true;
    for (let value = 0; value < 100_000; value += 1) {
      oldest = Math.max(0, value - 1000);
      index.add(hashed(`id ${value}`).hash, value);
    }
    const found = (value: number) => index.find(hashed(`id ${value}`).hash, null, always);
    for (let value = oldest; value < 100_000; value += 1) expect(found(value)).toBe(value);
    // All that is left of the others waits in segments that are not full yet: they were looked at only a few times each.
    expect(asked.length).toBeLessThan(12 * 100_000);
    let left = 0;
    for (let value = 0; value < oldest; value += 1) if (found(value) !== undefined) left += 1;
    expect(left).toBeLessThan(256 * 32);
  });
});
