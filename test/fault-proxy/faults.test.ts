import { request } from 'node:http';
import { afterAll, expect, test } from 'vitest';
import { listeningServer } from '../support/listening-server.js';
import { FaultProxy } from './fault-proxy.js';
import { type FaultName, faults } from './faults.js';

const body = 'a body of some length, so that there is something to cut, to stall and to garble';

/** After this much silence the client gives up: longer than anything is held, but for a head that never ends. */
const patienceMs = 2_000;

/** How many whole requests reach the server, and whether a whole answer comes back; null where chance decides. */
const expected: Readonly<Record<FaultName, readonly [arrived: number | null, answered: boolean | null]>> = {
  'reset on connect': [0, false],
  'closed before the first byte': [0, false],
  'refused for a while': [0, false],
  'accepted and never answered': [0, false],
  'connected late': [1, true],
  'second connection without a word': [1, true],
  'request cut after byte N': [0, false],
  'request reset after byte N': [0, false],
  'request lost': [0, false],
  'request arrives after its sender gave up': [1, false],
  'request garbled': [null, null],
  'request sent twice': [2, true],
  'request stalls, then goes on': [1, true],
  'request starts byte by byte': [1, true],
  'request in pieces': [1, true],
  'request half, then silence': [0, false],
  'half-close after the request': [1, null],
  'answer cut after byte N': [1, false],
  'answer reset after byte N': [1, false],
  'answer lost': [1, false],
  'answer garbled': [1, null],
  'answer cut at the end of its head': [1, false],
  'answer stalls, then goes on': [1, true],
  'answer starts byte by byte': [1, true],
  'answer in pieces': [1, true],
  'answer half, then silence': [1, false],
  'closed right after the answer': [1, true],
  'reset right after the answer': [1, null],
  'dead after the answer': [1, true],
  'closed slowly': [1, true],
  latency: [1, true],
  jitter: [1, true],
  'narrow bandwidth': [1, true],
};

const proxies: FaultProxy[] = [];
afterAll(() => {
  for (const proxy of proxies) proxy.close();
});

test('there are at least twenty kinds of fault', () => {
  expect(Object.keys(faults).length).toBeGreaterThanOrEqual(20);
});

test.concurrent.each(Object.keys(faults) as FaultName[])(
  '%s does what it says, and is counted',
  async (name) => {
    const seen: string[] = [];
    const serverPort = await echoServer(seen);
    const proxy = await FaultProxy.open({ seed: 3, serverPort, kinds: [name] });
    proxies.push(proxy);
    expect(await answerFrom(proxy.url), 'in fine weather').toBe(body);
    seen.length = 0;
    proxy.storm();
    const answer = await answerFrom(proxy.url);
    await proxy.quiet();
    const [arrived, answered] = expected[name];
    while (seen.length < (arrived ?? 0)) await new Promise((resolve) => setImmediate(resolve));
    if (arrived !== null) expect(seen).toEqual(Array(arrived).fill(body));
    if (answered !== null) expect(answer).toBe(answered ? body : null);
    expect(proxy.faults).toBe(1);
    expect(proxy.struck[name]).toBe(1);
  },
);

/** Answers each whole request with its body, and writes it down. */
function echoServer(seen: string[]): Promise<number> {
  return listeningServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      seen.push(Buffer.concat(chunks).toString());
      response.end(Buffer.concat(chunks));
    });
  });
}

/** The whole answer to a request on a connection of its own; null when it did not come. */
function answerFrom(url: string): Promise<string | null> {
  return new Promise((resolve) => {
    const outgoing = request(url, { method: 'POST', agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => resolve(null));
      response.on('end', () => resolve(response.complete ? Buffer.concat(chunks).toString() : null));
    });
    outgoing.on('error', () => resolve(null));
    outgoing.setTimeout(patienceMs, () => outgoing.destroy());
    outgoing.setHeader('content-length', Buffer.byteLength(body));
    outgoing.end(body);
  });
}
