import { expect, test } from 'vitest';
import { randomSource } from '../../src/random.js';
import { eventsOf } from '../run/rig.js';
import { deadAddress, withoutTimes } from './api-server.js';
import { closedLoad, keyOf } from './closed-load.js';
import { answer, type Script, scriptedServer, taken } from './scripted-server.js';

/** The id that the servers of this file give to an order: nobody else's. */
const idOf = (key: string): string => `order-of-${key}`;
const firstOrders = (count: number): number[] => Array.from({ length: count }, (_, seq) => seq);

/** Each order has ended as accepted, under the id that was made for its own key, and its key was sent as often as wanted. */
async function expectEachItsOwn(script: Script, connections: number, orders: number) {
  const server = await scriptedServer(script);
  const events = await closedLoad(server.url, { connections, orders });
  const accepted = eventsOf(events, 'accepted').sort((a, b) => a.seq - b.seq);
  expect(accepted.map(({ seq }) => seq)).toEqual(firstOrders(orders));
  expect(accepted.map(({ orderId }) => orderId)).toEqual(accepted.map(({ seq }) => idOf(keyOf(seq))));
  expect(eventsOf(events, 'sent')).toHaveLength(orders);
  expect(eventsOf(events, 'errored')).toEqual([]);
  return { server, events };
}

test('every order is sent once, over no more connections than asked for', async () => {
  // Answers only when five requests are under way: no fewer would do, and no more come.
  const held: (() => void)[] = [];
  let most = 0;
  const { server } = await expectEachItsOwn(
    (socket, { key }) => {
      held.push(() => socket.write(taken(idOf(key))));
      most = Math.max(most, held.length);
      if (held.length < 5) return;
      setImmediate(() => {
        for (const send of held.splice(0)) send();
      });
    },
    5,
    200,
  );
  expect(server.connections()).toBe(5);
  expect(most).toBe(5);
  expect([...server.keys].sort()).toEqual(firstOrders(200).map(keyOf).sort());
});

test('an answer in pieces is read as a whole', async () => {
  const { server } = await expectEachItsOwn(
    (socket, { key }) => {
      const bytes = taken(idOf(key));
      socket.setNoDelay(true);
      socket.write(bytes.slice(0, 70), () => setImmediate(() => socket.write(bytes.slice(70))));
    },
    2,
    20,
  );
  expect(server.connections()).toBe(2);
});

test('no answer is given to another order, though connections are reset in the middle of answers', async () => {
  const chance = randomSource(11, 'resets');
  const { server, events } = await expectEachItsOwn(
    (socket, { key, n, attempt }) => {
      const bytes = taken(idOf(key));
      // Every third request at first, never the last attempt of an order.
      if (attempt > 2 || chance.uniform(n) > 0.33) {
        socket.write(bytes);
        return;
      }
      const cut = Math.floor(chance.uniform(n + 1_000_000) * bytes.length);
      // Some ends are an orderly FIN, some a reset; some come before the first byte, some before the last.
      socket.write(bytes.slice(0, cut), () => (n % 2 === 0 ? socket.end() : socket.resetAndDestroy()));
    },
    8,
    400,
  );
  const failed = eventsOf(events, 'attempt_failed');
  expect(failed.length).toBeGreaterThan(100);
  expect(new Set(failed.map(({ cause }) => cause))).toEqual(new Set(['network']));
  expect(server.keys).toHaveLength(400 + failed.length);
  expect(server.connections()).toBeGreaterThan(100);
});

test('a half answer and the whole answer of the next connection make no answer together', async () => {
  const body = JSON.stringify({ order_id: 'somebody-elses', status: 'pending', created_at: '2026' });
  const { events } = await expectEachItsOwn(
    (socket, { key, n }) => {
      if (n !== 0) socket.write(taken(idOf(key)));
      // Its head promises more than comes; the parser must not take the next connection's bytes for the rest.
      else socket.end(answer(201, body).slice(0, -body.length));
    },
    1,
    3,
  );
  expect(withoutTimes(eventsOf(events, 'attempt_failed'))).toMatchObject([
    {
      seq: 0,
      attempt: 1,
      cause: 'network',
      status: null,
      explanation: 'the server closed the connection before it answered',
    },
  ]);
});

test('an answer that nobody asked for is no answer to the next order', async () => {
  const { server } = await expectEachItsOwn(
    (socket, { key, n }) => socket.write(taken(idOf(key)) + (n === 1 ? taken('not-asked-for') : '')),
    1,
    4,
  );
  expect(server.connections()).toBe(2);
});

test('an interim answer does not push the true one to the next order', async () => {
  const { events } = await expectEachItsOwn(
    (socket, { key, n }) => {
      const interim = n === 1 ? 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n' : '';
      socket.write(interim + taken(idOf(key)));
    },
    1,
    4,
  );
  expect(eventsOf(events, 'attempt_failed').map(({ seq, explanation }) => [seq, explanation])).toEqual([
    [1, 'the server sent an interim answer (103)'],
  ]);
});

test('a server that closes after each answer costs a connection an order, and nothing else', async () => {
  const { server, events } = await expectEachItsOwn(
    (socket, { key }) => socket.end(taken(idOf(key), 'connection: close\r\n')),
    2,
    20,
  );
  expect(eventsOf(events, 'attempt_failed')).toEqual([]);
  expect(server.connections()).toBe(20);
});

test('what the server says of retries is heard, and 5xx answers are tried again under the same key', async () => {
  const { server, events } = await expectEachItsOwn(
    (socket, { key, attempt }) => socket.write(attempt === 0 ? answer(503, '{}') : taken(idOf(key))),
    2,
    6,
  );
  expect(eventsOf(events, 'attempt_failed').map(({ cause, status }) => [cause, status])).toEqual(
    firstOrders(6).map(() => ['5xx', 503]),
  );
  expect(server.keys).toHaveLength(12);
  expect(server.connections()).toBe(2);
});

test('an answer without end is given up at 64 KiB, and the order asked for again', async () => {
  const { events } = await expectEachItsOwn(
    (socket, { key, attempt }) => {
      if (attempt > 0) socket.write(taken(idOf(key)));
      else socket.write(`HTTP/1.1 201 Any\r\ncontent-length: 100000000\r\n\r\n${' '.repeat(200_000)}`);
    },
    1,
    2,
  );
  expect(eventsOf(events, 'attempt_failed').map(({ cause }) => cause)).toEqual(['malformed', 'malformed']);
  expect(eventsOf(events, 'violation').map(({ violation }) => violation)).toEqual(['too_large', 'too_large']);
});

test('a server that says nothing is timed out, attempt by attempt, and the late answer is nobody’s', async () => {
  const { events } = await (async () => {
    const server = await scriptedServer((socket, { key, attempt }) => {
      if (attempt > 0) socket.write(taken(idOf(key)));
    });
    return { events: await closedLoad(server.url, { connections: 2, orders: 4, attemptTimeoutMs: 50 }) };
  })();
  expect(eventsOf(events, 'attempt_failed').every(({ cause }) => cause === 'timeout')).toBe(true);
  const accepted = eventsOf(events, 'accepted');
  expect(accepted.map(({ orderId }) => orderId)).toEqual(accepted.map(({ seq }) => idOf(keyOf(seq))));
  expect(accepted).toHaveLength(4);
});

test('where nobody listens every order is errored after its retries', async () => {
  const events = await closedLoad(await deadAddress(), { connections: 3, orders: 6 });
  expect(eventsOf(events, 'attempt_failed')).toHaveLength(24);
  expect(eventsOf(events, 'errored').map(({ reason }) => reason)).toEqual(
    firstOrders(6).map(() => 'network'),
  );
});
