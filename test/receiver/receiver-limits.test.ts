import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { dialects } from '../../src/contract/dialects.js';
import { maxBodyBytes } from '../../src/contract/endpoints.js';
import { receiverLimits } from '../../src/receiver/receiver-limits.js';
import {
  closeOpened,
  order,
  type RawConnection,
  rawConnection,
  rawWebhook,
  secret,
  signed,
  startedReceiver,
  untilClosed,
} from './receiver-under-test.js';

const body = dialects['header-key'].encodeWebhook(order, secret);
const noCounts = { connections: 0, broken: 0, strays: 0, overflowed: 0 };

afterAll(closeOpened);

/** Nobody who was cut off may have broken the endpoint for those who come after. */
async function expectItStillWorks(port: number): Promise<void> {
  const { socket, answers } = await rawConnection(port);
  socket.write(rawWebhook(body));
  expect(await answers(1)).toEqual([204]);
  socket.destroy();
}

/** Far above each limit with its tolerance, and below the 30 s after which Node would look by itself. */
const nodesOwnMs = 25_000;

async function cutAfterMs({ closed }: RawConnection): Promise<{ statuses: number[]; ms: number }> {
  const sinceMs = performance.now();
  const statuses = await closed;
  return { statuses, ms: performance.now() - sinceMs };
}

describe('a sender that takes its time', () => {
  it.concurrent('with its first byte is cut off', async () => {
    const { port, events, turnedAway } = await startedReceiver();
    const { statuses, ms } = await cutAfterMs(await rawConnection(port));
    expect(statuses).toEqual([408]);
    expect(ms).toBeLessThan(nodesOwnMs);
    expect(events).toEqual([]);
    expect(turnedAway()).toEqual({ ...noCounts, broken: 1 });
  });

  it.concurrent('with its headers is cut off, however regularly it sends', async () => {
    const { port, events } = await startedReceiver();
    const slow = await rawConnection(port);
    const drip = setInterval(() => slow.socket.write('x-slow: 1\r\n'), 100);
    slow.socket.write('POST /webhooks HTTP/1.1\r\nhost: x\r\n');
    const { statuses, ms } = await cutAfterMs(slow);
    clearInterval(drip);
    expect(statuses).toEqual([408]);
    expect(ms).toBeLessThan(nodesOwnMs);
    expect(events).toEqual([]);
    await expectItStillWorks(port);
  });

  it.concurrent('with its body is cut off, however regularly it sends', async () => {
    const { port, events, handledMs } = await startedReceiver();
    const slow = await rawConnection(port);
    const drip = setInterval(() => slow.socket.write('x'), 100);
    slow.socket.write(rawWebhook('', { ...signed(body), 'content-length': '5000' }));
    const { statuses, ms } = await cutAfterMs(slow);
    clearInterval(drip);
    expect(statuses).toEqual([408]);
    expect(ms).toBeLessThan(nodesOwnMs);
    // It neither counts as a webhook nor as time that we took.
    expect([events, handledMs]).toEqual([[], []]);
    await expectItStillWorks(port);
  });

  it.concurrent('with the rest of a refused body is cut off, too', async () => {
    const { port, events } = await startedReceiver();
    const slow = await rawConnection(port);
    const drip = setInterval(() => slow.socket.write('x'), 100);
    slow.socket.write('POST /webhooks HTTP/1.1\r\nhost: x\r\ncontent-length: 5000\r\n\r\n');
    expect(await slow.answers(1)).toEqual([401]);
    const { ms } = await cutAfterMs(slow);
    clearInterval(drip);
    expect(ms).toBeLessThan(nodesOwnMs);
    expect(events).toHaveLength(1);
  });

  it.concurrent('with its next webhook loses the connection, and nothing else', async () => {
    const { port, events } = await startedReceiver();
    const idle = await rawConnection(port);
    idle.socket.write(rawWebhook(body));
    const { statuses, ms } = await cutAfterMs(idle);
    expect(statuses).toEqual([204]);
    expect(ms).toBeLessThan(nodesOwnMs);
    expect(events).toHaveLength(1);
  });
});

describe('a request that is too large', () => {
  it('by its own word is answered 413 and not read on', async () => {
    const { port, events } = await startedReceiver();
    const { socket, closed, text } = await rawConnection(port);
    socket.write(rawWebhook('', { ...signed(body), 'content-length': '9999999999' }));
    const megabyte = Buffer.alloc(1024 * 1024);
    // Until the system takes no more: that much fits into its buffers, and nobody empties them.
    while (socket.writable && socket.writableLength < 8 * megabyte.length) socket.write(megabyte);
    expect(await closed).toEqual([413]);
    expect(text()).toBe('HTTP/1.1 413 Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    expect(events).toEqual([
      {
        kind: 'webhook_rejected',
        atMs: 1000,
        verdict: 'malformed',
        why: `the webhook has 9999999999 bytes or more; at most ${maxBodyBytes} are read`,
      },
    ]);
    await expectItStillWorks(port);
  });

  it('without saying so before is answered 413 where it passes the limit', async () => {
    const { port, events } = await startedReceiver();
    const { socket, closed } = await rawConnection(port);
    const { 'content-length': _, ...headers } = signed(body);
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`POST /webhooks HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n${lines.join('')}\r\n`);
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
    for (let count = 0; count < 100; count += 1) socket.write(chunk);
    expect(await closed).toEqual([413]);
    expect(events).toMatchObject([{ kind: 'webhook_rejected', verdict: 'malformed' }]);
    await expectItStillWorks(port);
  });

  it.each([
    ['one header of 1 MB', `x-long: ${'x'.repeat(1024 * 1024)}\r\n`],
    ['10,000 headers', Array.from({ length: 10_000 }, (_, at) => `x-${at}: 1\r\n`).join('')],
    ['an endless address', null],
  ])('in its headers, with %s, is answered 431', async (_, headers) => {
    const { port, events, turnedAway } = await startedReceiver();
    const { socket, closed } = await rawConnection(port);
    socket.write(
      headers === null
        ? `POST /${'w'.repeat(1024 * 1024)} HTTP/1.1\r\n`
        : `POST /webhooks HTTP/1.1\r\nhost: x\r\n${headers}\r\n`,
    );
    expect(await closed).toEqual([431]);
    expect(events).toEqual([]);
    expect(turnedAway()).toEqual({ ...noCounts, broken: 1 });
    await expectItStillWorks(port);
  });

  it('in the number of its headers is read as if the rest were not there', async () => {
    const { port, events } = await startedReceiver();
    const padding = Array.from({ length: receiverLimits.headers }, (_, at) => [`x-${at}`, '1']);
    const { socket, answers } = await rawConnection(port);
    socket.write(rawWebhook(body, { ...signed(body), ...Object.fromEntries(padding) }));
    expect(await answers(1)).toEqual([204]);
    socket.write(rawWebhook(body, { ...Object.fromEntries(padding), ...signed(body) }));
    expect(await answers(2)).toEqual([204, 401]);
    expect(events.map(({ kind }) => kind)).toEqual(['webhook', 'webhook_rejected']);
  });
});

describe('what is no webhook', () => {
  it('because it is packed is answered 415, even when it is signed', async () => {
    const { port, events } = await startedReceiver();
    const { socket, answers } = await rawConnection(port);
    for (const encoding of ['gzip', 'br', 'identity', 'x']) {
      socket.write(rawWebhook(body, { ...signed(body), 'content-encoding': encoding }));
    }
    expect(await answers(4)).toEqual([415, 415, 415, 415]);
    expect(events).toHaveLength(4);
    expect(events[0]).toMatchObject({ verdict: 'malformed', why: 'the webhook has a content-encoding' });
  });

  it.each([
    ['another path', 'POST /webhook HTTP/1.1'],
    ['a longer path', 'POST /webhooks/ HTTP/1.1'],
    ['a query', 'POST /webhooks?x=1 HTTP/1.1'],
    ['another case', 'POST /Webhooks HTTP/1.1'],
    ['an absolute address', 'POST http://x/webhooks HTTP/1.1'],
    ['GET', 'GET /webhooks HTTP/1.1'],
    ['PUT', 'PUT /webhooks HTTP/1.1'],
    ['DELETE', 'DELETE /webhooks HTTP/1.1'],
    ['OPTIONS for everything', 'OPTIONS * HTTP/1.1'],
    ['a broken escape', 'GET /%zz%00 HTTP/1.1'],
    ['a path of slashes', 'GET //////..//%2e%2e HTTP/1.1'],
    ['an address that is none', 'GET http://[ HTTP/1.1'],
  ])('because of %s is answered 404 without a word', async (_, line) => {
    const { port, events, turnedAway } = await startedReceiver();
    const { socket, answers, text } = await rawConnection(port);
    socket.write(rawWebhook(body).replace('POST /webhooks HTTP/1.1', line));
    expect(await answers(1)).toEqual([404]);
    expect(text().replace(/^date: .*\r\n/im, '')).toBe(
      'HTTP/1.1 404 Not Found\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n',
    );
    expect(events).toEqual([]);
    expect(turnedAway()).toEqual({ ...noCounts, strays: 1 });
  });

  it('because a body goes on for ever on another path is cut off', async () => {
    const { port } = await startedReceiver();
    const { socket, closed } = await rawConnection(port);
    socket.write('POST /other HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n');
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
    for (let count = 0; count < 1000 && socket.writable; count += 1) socket.write(chunk);
    expect(await closed).toEqual([404]);
    await expectItStillWorks(port);
  });

  it.each([
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['zeros', '\0'.repeat(5000)],
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['two lengths', 'POST /webhooks HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n'],
    [
      'a length beside chunks',
      'POST /webhooks HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n',
    ],
    ['no host', 'POST /webhooks HTTP/1.1\r\n\r\n'],
    ['a chunk of no size', 'POST /webhooks HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'],
  ])('because it is not HTTP (%s) is answered with an error and cut off', async (_, bytes) => {
    const { port, events } = await startedReceiver();
    const { socket, closed } = await rawConnection(port);
    socket.write(bytes, 'latin1');
    const statuses = await closed;
    expect(statuses.filter((status) => status < 400)).toEqual([]);
    expect(statuses.length).toBeGreaterThan(0);
    expect(events.filter(({ kind }) => kind === 'webhook')).toEqual([]);
    await expectItStillWorks(port);
  });

  it('because it follows a webhook as garbage does not take the webhook with it', async () => {
    const { port, events } = await startedReceiver();
    const { socket, closed } = await rawConnection(port);
    socket.write(`${rawWebhook(body)}${rawWebhook(body)}\x00\x01garbage\r\n\r\n`, 'latin1');
    // The second one counts although its answer is lost with the connection: sent again, it is a duplicate.
    expect(await closed).toEqual([204, 400]);
    expect(events.map(({ kind }) => kind)).toEqual(['webhook', 'webhook']);
    await expectItStillWorks(port);
  });
});

describe('a connection', () => {
  it('that its sender has half closed still gets its answer', async () => {
    const { port, events } = await startedReceiver();
    const { socket, closed } = await rawConnection(port);
    socket.end(rawWebhook(body));
    expect(await closed).toEqual([204]);
    expect(events).toHaveLength(1);
  });

  it('that is half closed in the middle of a webhook is closed, and nothing counts', async () => {
    const { port, events, turnedAway } = await startedReceiver();
    const { socket, closed } = await rawConnection(port);
    socket.end(rawWebhook(body).slice(0, -10));
    expect(await closed).toEqual([400]);
    expect(events).toEqual([]);
    expect(turnedAway()).toEqual({ ...noCounts, broken: 1 });
  });

  it('that is reset in the middle of a webhook leaves nothing behind', async () => {
    const { port, events } = await startedReceiver();
    for (let count = 0; count < 50; count += 1) {
      const { socket } = await rawConnection(port);
      socket.write(rawWebhook(body).slice(0, -10));
      socket.resetAndDestroy();
    }
    await expectItStillWorks(port);
    expect(events).toHaveLength(1);
  });

  it('beyond the limit is closed at once and counted, and whoever comes when there is room is served', async () => {
    const { port, events, turnedAway } = await startedReceiver();
    const beyond = 64;
    const opened: Socket[] = [];
    const closed: Promise<void>[] = [];
    while (opened.length < receiverLimits.connections + beyond) {
      // A few at a time: the system drops connections that nobody has taken yet, and tries them again seconds later.
      const next = Array.from({ length: 64 }, () => connect(port, '127.0.0.1').on('error', () => {}));
      if (opened.length >= receiverLimits.connections) closed.push(...next.map(untilClosed));
      await Promise.all(next.map((socket) => once(socket, 'connect')));
      opened.push(...next.map((socket) => socket.resume()));
    }
    await Promise.all(closed);
    expect(turnedAway()).toEqual({ ...noCounts, connections: beyond });
    for (const socket of opened) socket.destroy();
    // The endpoint may see them closed a moment after we do.
    await vi.waitFor(() => expectItStillWorks(port));
    expect(events).toHaveLength(1);
  });
});
