import { describe, expect, it } from 'vitest';
import { OrderBook } from '../../src/sandbox/order-book.js';
import { orderIds } from '../../src/sandbox/order-id.js';
import { SandboxOrder } from '../../src/sandbox/sandbox-order.js';
import { stockedShelf } from '../../src/sandbox/shelf.js';

const item = stockedShelf().get('steam-us-20');

function order(number: number, decided = true): SandboxOrder {
  if (item === undefined) throw new Error('no such item');
  const made = new SandboxOrder(number, `key-${number}`, item, 1, 0, 0);
  if (decided) made.state = 'delivered';
  return made;
}

describe('the order book', () => {
  it('finds orders by number and by key, with gaps between the numbers', () => {
    const book = new OrderBook(10);
    book.add(order(3));
    book.add(order(7));
    expect(book.byNumber(3)?.key).toBe('key-3');
    expect(book.byKey('key-7')?.number).toBe(7);
    expect(book.byNumber(5)).toBeUndefined();
    expect(book.byNumber(2)).toBeUndefined();
    expect([...book.all()].map(({ number }) => number)).toEqual([3, 7]);
  });

  it('forgets the oldest decided orders at its limit, and counts them', () => {
    const book = new OrderBook(3);
    for (let number = 0; number < 20; number += 1) {
      expect(book.makeRoom()).toBe(true);
      book.add(order(number));
    }
    expect(book.size).toBe(3);
    expect(book.forgotten).toBe(17);
    expect([...book.all()].map(({ number }) => number)).toEqual([17, 18, 19]);
    expect(book.byNumber(18)?.number).toBe(18);
    expect(book.byNumber(16)).toBeUndefined();
    expect(book.byKey('key-16')).toBeUndefined();
  });

  it('counts the keys under which several orders were made, and keeps the count when it forgets them', () => {
    const book = new OrderBook(4);
    const under = (number: number, key: string) => Object.assign(order(number), { key });
    for (const [number, key] of ['a', 'b', 'a', 'a'].entries()) book.add(under(number, key));
    expect(book.keysWithSeveralOrders).toBe(1);
    for (let number = 4; number < 10; number += 1) {
      book.makeRoom();
      book.add(order(number));
    }
    expect(book.byKey('a')).toBeUndefined();
    expect(book.keysWithSeveralOrders).toBe(1);
  });

  it('never forgets an undecided order', () => {
    const book = new OrderBook(2);
    book.add(order(0, false));
    book.add(order(1));
    expect(book.makeRoom()).toBe(false);
    expect(book.byNumber(0)?.state).toBe('pending');
  });
});

describe('an order id', () => {
  it('leads back to its number', () => {
    const ids = orderIds(7);
    for (const number of [0, 1, 35, 36, 999_999, 2 ** 40])
      expect(ids.numberOf(ids.idOf(number))).toBe(number);
  });

  it.each(['', 'ord_', 'ord_zzz', 'x', '../../etc'])('is not read from %j', (text) => {
    expect(orderIds(7).numberOf(text)).toBeNull();
  });

  it('of another seed is not known', () => {
    expect(orderIds(7).numberOf(orderIds(8).idOf(1))).toBeNull();
  });
});
