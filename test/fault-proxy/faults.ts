import type { Link } from './link.js';
import { headLength } from './message-reader.js';

/**
 * What a fault does to one exchange, at the moment that it strikes: before the first byte of a connection, instead of
 * passing a request on, or instead of passing an answer on. What it says nothing about passes untouched.
 */
export interface Fault {
  readonly connection?: (link: Link) => Promise<void> | void;
  readonly request?: (link: Link, request: Buffer) => Promise<void>;
  readonly answer?: (link: Link, answer: Buffer) => Promise<void>;
}

type Way = 'toServer' | 'toClient';

/** All kinds of fault, by name. N is drawn over the whole message, headers and body. */
export const faults = {
  'reset on connect': { connection: (link) => link.reset() },
  'closed before the first byte': { connection: (link) => link.end() },
  'refused for a while': { connection: (link) => link.refuse(5 + link.draw(15)) },
  'accepted and never answered': { connection: silence },
  'connected late': { connection: (link) => link.pause(5, 120) },
  'second connection without a word': { connection: (link) => link.aside(Buffer.alloc(0)) },

  'request cut after byte N': { request: (link, bytes) => cut(link, 'toServer', bytes) },
  'request reset after byte N': { request: (link, bytes) => torn(link, 'toServer', bytes) },
  'request lost': { request: silence },
  'request arrives after its sender gave up': { request: passLate },
  'request garbled': { request: (link, bytes) => link.toServer(garbled(link, bytes)) },
  'request sent twice': { request: passTwice },
  'request stalls, then goes on': { request: (link, bytes) => stalled(link, 'toServer', bytes) },
  'request starts byte by byte': { request: (link, bytes) => slowStart(link, 'toServer', bytes) },
  'request in pieces': { request: (link, bytes) => inPieces(link, 'toServer', bytes, 0) },
  'request half, then silence': { request: (link, bytes) => half(link, 'toServer', bytes) },
  'half-close after the request': { request: passAndHalfClose },

  'answer cut after byte N': { answer: (link, bytes) => cut(link, 'toClient', bytes) },
  'answer reset after byte N': { answer: (link, bytes) => torn(link, 'toClient', bytes) },
  'answer lost': { answer: silence },
  'answer garbled': { answer: (link, bytes) => link.toClient(garbled(link, bytes)) },
  'answer cut at the end of its head': { answer: cutAtHeadEnd },
  'answer stalls, then goes on': { answer: (link, bytes) => stalled(link, 'toClient', bytes) },
  'answer starts byte by byte': { answer: (link, bytes) => slowStart(link, 'toClient', bytes) },
  'answer in pieces': { answer: (link, bytes) => inPieces(link, 'toClient', bytes, 0) },
  'answer half, then silence': { answer: (link, bytes) => half(link, 'toClient', bytes) },
  'closed right after the answer': { answer: (link, bytes) => passThen(link, bytes, () => link.end()) },
  'reset right after the answer': { answer: (link, bytes) => passThen(link, bytes, () => link.reset()) },
  'dead after the answer': { answer: (link, bytes) => passThen(link, bytes, () => silence(link)) },
  'closed slowly': { answer: passAndCloseSlowly },

  latency: {
    request: (link, bytes) => delayed(link, 'toServer', bytes),
    answer: (link, bytes) => delayed(link, 'toClient', bytes),
  },
  jitter: {
    request: (link, bytes) => inPieces(link, 'toServer', bytes, 20),
    answer: (link, bytes) => inPieces(link, 'toClient', bytes, 20),
  },
  'narrow bandwidth': {
    request: (link, bytes) => trickled(link, 'toServer', bytes),
    answer: (link, bytes) => trickled(link, 'toClient', bytes),
  },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;

async function silence(link: Link): Promise<void> {
  await link.hold();
  link.end();
}

async function cut(link: Link, way: Way, bytes: Buffer): Promise<void> {
  await link[way](bytes.subarray(0, link.draw(bytes.length)));
  link.end();
}

async function torn(link: Link, way: Way, bytes: Buffer): Promise<void> {
  await link[way](bytes.subarray(0, link.draw(bytes.length)));
  link.reset();
}

async function half(link: Link, way: Way, bytes: Buffer): Promise<void> {
  await link[way](bytes.subarray(0, link.draw(bytes.length)));
  await silence(link);
}

async function cutAtHeadEnd(link: Link, answer: Buffer): Promise<void> {
  await link.toClient(answer.subarray(0, headLength(answer)));
  link.end();
}

/** The slowest of all routers: the caller has long tried again when the first request comes in. */
async function passLate(link: Link, request: Buffer): Promise<void> {
  await link.hold();
  await link.toServer(request);
  link.end();
}

async function passTwice(link: Link, request: Buffer): Promise<void> {
  await Promise.all([link.toServer(request), link.aside(request)]);
}

async function passAndHalfClose(link: Link, request: Buffer): Promise<void> {
  await link.toServer(request);
  link.halfClose();
}

async function passThen(link: Link, answer: Buffer, then: () => Promise<void> | void): Promise<void> {
  await link.toClient(answer);
  await then();
}

/** The client thinks that the connection can be used again, and may find it closed under its next request. */
async function passAndCloseSlowly(link: Link, answer: Buffer): Promise<void> {
  await link.toClient(answer);
  await link.pause(1, 100);
  link.end();
}

async function delayed(link: Link, way: Way, bytes: Buffer): Promise<void> {
  await link.pause(2, 60);
  await link[way](bytes);
}

async function stalled(link: Link, way: Way, bytes: Buffer): Promise<void> {
  const at = link.draw(bytes.length);
  await link[way](bytes.subarray(0, at));
  await link.pause(10, 250);
  await link[way](bytes.subarray(at));
}

/** A slow start: the first bytes one at a time, then the rest. */
async function slowStart(link: Link, way: Way, bytes: Buffer): Promise<void> {
  const slow = Math.min(bytes.length, 48);
  for (let at = 0; at < slow; at += 1) await link[way](bytes.subarray(at, at + 1));
  await link[way](bytes.subarray(slow));
}

async function trickled(link: Link, way: Way, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; at += 64) {
    await link[way](bytes.subarray(at, at + 64));
    await link.pause(3, 4);
  }
}

/** Pieces of drawn length, with up to `pauseMs` between them. */
async function inPieces(link: Link, way: Way, bytes: Buffer, pauseMs: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + link.draw(120);
    await link[way](bytes.subarray(at, at + length));
    if (pauseMs > 0) await link.pause(0, pauseMs);
    at += length;
  }
}

/**
 * Turns the highest bit of one byte, which a parser of HTTP, of UTF-8 or of JSON can notice. A damage that makes another
 * valid request of it can't be told by any client: that is what TLS is for.
 */
function garbled(link: Link, bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const at = link.draw(bytes.length);
  copy[at] = (copy[at] ?? 0) ^ 0x80;
  return copy;
}
