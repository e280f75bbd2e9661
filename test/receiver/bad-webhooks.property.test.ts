import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderStates } from '../../src/contract/order-state.js';
import { heapGrowth } from './flat-memory.js';
import {
  endpoints,
  type GeneratedRequest,
  genuine,
  isGenuine,
  isRefused,
  nowS,
  outcome,
  pick,
  resigned,
  secrets,
  strangersSecret,
} from './generated-webhooks.js';

/** How many requests each test generates: a million and more in all. */
const requests = {
  flippedBits: 300_000,
  edited: 200_000,
  swapped: 100_000,
  strangers: 100_000,
  random: 150_000,
  genuine: 100_000,
  signed: 100_000,
} as const;

/** A leak of 14 bytes a request would be more than this in the largest of these tests, one of 42 in the smallest. */
const flatBytes = 4 * 1024 * 1024;

/** Runs the property, once to warm up and once in full; the heap may not be larger afterwards. */
async function holds<T>(count: number, what: fc.Arbitrary<T>, law: (value: T) => boolean): Promise<void> {
  const run = (numRuns: number) => fc.assert(fc.property(what, law), { seed: 20_261_121, numRuns });
  run(5_000);
  expect(await heapGrowth(() => run(count))).toBeLessThan(flatBytes);
}

const pool = Array.from({ length: 480 }, (_, number) => genuine(number));
const anyGenuine = fc.nat(pool.length - 1).map((number) => pick(pool, number));
const anyPlace = fc.nat(2 ** 30);
const anyByte = fc.nat(255);

function changedText(text: string, change: (bytes: Buffer) => Buffer): string {
  return change(Buffer.from(text, 'latin1')).toString('latin1');
}

/** Changes the body, or one of the headers. */
function changed(
  request: GeneratedRequest,
  part: number,
  change: (bytes: Buffer) => Buffer,
): GeneratedRequest {
  const names = Object.keys(request.headers);
  if (part % (names.length + 1) === names.length) return { ...request, body: change(request.body) };
  const name = pick(names, part % (names.length + 1));
  return {
    ...request,
    headers: { ...request.headers, [name]: changedText(request.headers[name] ?? '', change) },
  };
}

function flippedBit(place: number): (bytes: Buffer) => Buffer {
  return (bytes) => {
    const flipped = Buffer.from(bytes);
    const at = (place >> 3) % bytes.length;
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (place & 7));
    return flipped;
  };
}

/** One byte replaced, inserted or removed, a piece doubled, or the end cut off. */
const edits: readonly ((bytes: Buffer, at: number, byte: number) => Buffer)[] = [
  (bytes, at, byte) => Buffer.concat([bytes.subarray(0, at), Buffer.of(byte), bytes.subarray(at + 1)]),
  (bytes, at, byte) => Buffer.concat([bytes.subarray(0, at), Buffer.of(byte), bytes.subarray(at)]),
  (bytes, at) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]),
  (bytes, at, byte) => Buffer.concat([bytes.subarray(0, at + byte), bytes.subarray(at)]),
  (bytes, at) => bytes.subarray(0, at),
];

/** One field of the request removed, or taken over from another webhook. */
const swaps: readonly ((one: GeneratedRequest, other: GeneratedRequest, at: number) => GeneratedRequest)[] = [
  (one, _, at) => {
    const kept = Object.entries(one.headers).filter((__, place, all) => place !== at % all.length);
    return { ...one, headers: Object.fromEntries(kept) };
  },
  (one, other) => ({ ...one, body: other.body }),
  (one, other) => ({ ...one, headers: other.headers }),
  (one, other) => ({ ...one, endpoint: other.endpoint }),
  (one, other, at) => {
    const name = pick(Object.keys(one.headers), at);
    return { ...one, headers: { ...one.headers, [name]: other.headers[name] ?? '' } };
  },
  (one, other, at) => {
    const name = pick(Object.keys(one.headers), at);
    const joined = `${one.headers[name]}${pick([' ', ',', ', '], at >> 4)}${other.headers[name] ?? ''}`;
    return { ...one, headers: { ...one.headers, [name]: joined } };
  },
];

function isTakenExactlyIfGenuine(request: GeneratedRequest): boolean {
  return isGenuine(request) ? outcome(request).status === 204 : isRefused(request);
}

describe('of all generated requests', () => {
  it('there are at least a million', () => {
    const counts = Object.values(requests);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(1_000_000);
  });

  it('a genuine webhook with any one bit changed is refused', async () => {
    await holds(requests.flippedBits, fc.tuple(anyGenuine, fc.nat(11), anyPlace), ([request, part, place]) =>
      isRefused(changed(request, part, flippedBit(place))),
    );
  });

  it('one with a byte changed, added or lost is taken exactly if its signature still holds', async () => {
    const edit = fc.tuple(anyGenuine, fc.nat(11), fc.nat(edits.length - 1), anyPlace, anyByte);
    await holds(requests.edited, edit, ([request, part, kind, place, byte]) =>
      isTakenExactlyIfGenuine(
        changed(request, part, (bytes) => pick(edits, kind)(bytes, place % (bytes.length + 1), byte)),
      ),
    );
  });

  it('one with a field missing, or of another webhook, is taken exactly if its signature holds', async () => {
    const swap = fc.tuple(anyGenuine, anyGenuine, fc.nat(swaps.length - 1), fc.nat(99));
    await holds(requests.swapped, swap, ([one, other, kind, at]) =>
      isTakenExactlyIfGenuine(pick(swaps, kind)(one, other, at)),
    );
  });

  it('one of another time, or by a secret that nobody knows, is refused', async () => {
    const away = fc.oneof(
      fc.integer({ min: 301, max: 100_000_000 }),
      fc.integer({ min: -100_000_000, max: -301 }),
    );
    await holds(
      requests.strangers,
      fc.tuple(anyGenuine, away, fc.boolean()),
      ([request, awayS, isStranger]) =>
        isRefused(
          isStranger
            ? resigned(request, strangersSecret, 'msg_x', nowS)
            : resigned(request, secrets[0], 'msg_x', nowS + awayS),
        ),
    );
  });

  it('random bytes with random headers are refused', async () => {
    const base64 = fc.tuple(anyPlace, anyPlace).map(([a, b]) => digest(a, b).toString('base64'));
    const value = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.integer({ min: nowS - 310, max: nowS + 310 }).map(String),
      base64.map((text) => `v1,${text}`),
      fc.tuple(anyPlace, anyPlace).map(([a, b]) => `t=${nowS},v1=${digest(a, b).toString('hex')}`),
      fc.constantFrom('', 'v1,', `t=${nowS}`, 'msg_1', 'v1, v1, v1,', '\u0000', '\u2028'),
    );
    const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature', 'x-webhook-signature'] as const;
    const headers = fc
      .tuple(value, value, value, value, fc.nat(15))
      .map(([...values]) =>
        Object.fromEntries(
          names.flatMap((name, at) => ((values[4] >> at) & 1 ? [[name, String(values[at])]] : [])),
        ),
      );
    const bodies = fc.uint8Array({ maxLength: 60 });
    await holds(requests.random, fc.tuple(fc.nat(3), headers, bodies), ([endpoint, some, body]) =>
      isRefused({ endpoint: pick(endpoints, endpoint), headers: some, body: Buffer.from(body) }),
    );
  });

  it('a genuine webhook is taken for what it is, whatever its id, its time and its order', async () => {
    const parts = fc.tuple(
      fc.nat(47),
      fc.nat(1),
      fc.integer({ min: -300, max: 300 }),
      fc.stringMatching(/^[!-~]{1,30}$/),
      anyPlace,
    );
    await holds(requests.genuine, parts, ([number, secret, awayS, id, order]) => {
      const { endpoint } = pick(pool, number);
      const told = {
        orderId: `ord_${order}`,
        state: pick(orderStates, number),
        createdAt: '',
        unitPriceCents: 1,
        failureReason: 'stock_revoked',
        codes: ['CODE'],
        codeType: 'pin' as const,
        changedAt: '',
      };
      const body = Buffer.from(endpoint.reader.dialect.encodeWebhook(told, pick(secrets, secret)));
      const signed = resigned({ endpoint, headers: {}, body }, pick(secrets, secret), id, nowS + awayS);
      const { status, events } = outcome(signed);
      const [event] = events;
      return (
        status === 204 &&
        events.length === 1 &&
        event?.kind === 'webhook' &&
        event.orderId === told.orderId &&
        event.state === told.state &&
        event.webhookId === (endpoint.scheme === 'standard' ? id : null) &&
        event.reason === (told.state === 'failed' ? 'stock_revoked' : null) &&
        event.codes === (told.state === 'delivered' ? 'opened' : null) &&
        (event.oldSecret ?? false) === (secret === 1)
      );
    });
  });

  it('anything that the sender really signed is read or counted as malformed, and never both', async () => {
    const word = fc.constantFrom<unknown>(
      'order.delivered',
      'order.failed',
      'order.toString',
      'order.',
      'delivered',
      'failed',
      'ord_1',
      'ord 1',
      'stock_revoked',
      'cosmic_rays',
      '__proto__',
      '',
      0,
      null,
      true,
      [],
      {},
      [{}],
      { code: 'CODE' },
      { code: 7 },
      [{ value: 'AAAA' }],
      [{ value: {} }],
    );
    const keys = ['event', 'order_id', 'status', 'failure_reason', 'delivery_data', 'codes', '__proto__'];
    const fields = fc.tuple(word, word, word, word, word, word, word, fc.nat(127)).map(([...values]) => {
      const present = values[7];
      const members = keys.flatMap((key, at) =>
        (present >> at) & 1 ? [`${JSON.stringify(key)}:${JSON.stringify(values[at])}`] : [],
      );
      return `{${members.join()}}`;
    });
    const bodies = fc.oneof(
      { weight: 6, arbitrary: fields },
      { weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
      { weight: 1, arbitrary: fc.constantFrom('', '[]', 'null', '"x"', '{', '['.repeat(2_000), '\ufeff{}') },
    );
    await holds(requests.signed, fc.tuple(fc.nat(3), bodies), ([number, text]) => {
      const request = { endpoint: pick(endpoints, number), headers: {}, body: Buffer.from(text) };
      const { status, events } = outcome(resigned(request, secrets[0], 'msg_1', nowS));
      const [first, second] = events;
      if (status !== 204 || first === undefined) return false;
      if (first.kind === 'webhook_rejected') {
        return first.verdict === 'malformed' && events.length === 2 && second?.kind === 'violation';
      }
      const read = JSON.parse(text) as Record<string, unknown>;
      return (
        first.kind === 'webhook' &&
        read.event === `order.${first.state}` &&
        read.order_id === first.orderId &&
        (second === undefined || (second.kind === 'violation' && second.violation === 'unknown_reason'))
      );
    });
  });
});

function digest(a: number, b: number): Buffer {
  const bytes = Buffer.alloc(32, a & 255);
  bytes.writeUInt32BE(a, 0);
  bytes.writeUInt32BE(b, 28);
  return bytes;
}
