// What watching costs a service an order: the same calls of a shop with and without foxload/live, in turns, in one process. There are
// no sockets, because those cost ten times as much as what is measured here, and vary by more. Build first.
//   node scripts/measure-watch.mjs [header-key|body-key] [fetch|undici]
//   node scripts/measure-watch.mjs events                  the same, with an events file
//   node --expose-gc scripts/measure-watch.mjs memory     what it keeps after many orders
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dialects } from '../dist/contract/dialects.js';
import { signatureSchemes } from '../dist/contract/signature-schemes.js';
import { writeWebhookSecret } from '../dist/contract/webhook-secret.js';
import { watchOrders } from '../dist/live.js';

const folder = process.argv.includes('events') ? mkdtempSync(join(tmpdir(), 'foxload-')) : null;
process.once('exit', () => folder === null || rmSync(folder, { recursive: true }));
const orders = 20_000;
const rounds = 7;
const secret = randomBytes(32);
const url = 'http://api.example/v1/orders';

if (process.argv.includes('memory')) {
  await memory();
  process.exit();
}
const wanted = (all) => all.filter((each) => process.argv.includes(each));
const orAll = (all) => (wanted(all).length > 0 ? wanted(all) : all);

for (const dialect of orAll(['header-key', 'body-key'])) {
  for (const client of orAll(['fetch', 'undici'])) {
    const without = [];
    const having = [];
    // In turns, so that whatever else the machine does falls on both alike.
    for (let round = 0; round < rounds; round += 1) {
      without.push(await microsecondsAnOrder(dialect, client, null));
      having.push(await microsecondsAnOrder(dialect, client, watched(dialect)));
    }
    const [own, both] = [median(without.slice(1)), median(having.slice(1))];
    process.stdout.write(
      `${dialect}, ${client}: ${own.toFixed(1)} us without, ${both.toFixed(1)} us with: watching costs ${(both - own).toFixed(1)} us an order\n`,
    );
  }
}

/** Memory of the process before foxload, with it, and after more and more orders that are over. */
async function memory() {
  const row = (what) => {
    globalThis.gc();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    const [heapMb, buffersMb] = [heapUsed, arrayBuffers].map((bytes) => (bytes / 1e6).toFixed(1));
    process.stdout.write(`${what}: heap ${heapMb} MB, buffers ${buffersMb} MB\n`);
  };
  row('before');
  const service = watched('header-key');
  row('watched');
  const create = dispatching(service);
  let done = 0;
  for (const upTo of [100_000, 200_000, 400_000, 600_000]) {
    for (; done < upTo; done += 1) {
      const call = prepared(dialects['header-key'], `ord_${done}`);
      await create(call);
      await arrived(call, service.middleware);
    }
    row(`after ${upTo} orders`);
  }
  await service.close();
}

function watched(dialect) {
  return watchOrders({
    dialect,
    webhookSecret: writeWebhookSecret(secret),
    objectives: [
      'delivery within 12s for 50% over 7d',
      'delivery within 45s for 95% over 7d',
      'delivery within 90s for 99% over 30d',
      'success for 95% over 7d',
    ],
    port: null,
    ...(folder === null ? {} : { events: join(folder, 'events.ndjson') }),
  });
}

/** Processor time of a create call and its webhook, the sender's part made before. */
async function microsecondsAnOrder(dialectName, client, service) {
  const dialect = dialects[dialectName];
  const calls = Array.from({ length: orders }, (_, n) =>
    prepared(dialect, `ord_${n}_${randomBytes(4).toString('hex')}`),
  );
  const create = client === 'fetch' ? fetching(service) : dispatching(service);
  const middleware = service?.middleware ?? ((_request, _response, next) => next());
  const before = process.cpuUsage();
  for (const [n, call] of calls.entries()) {
    await create(call);
    await arrived(call, middleware);
    // Files and timers have their turn, as in a service.
    if (n % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const { user, system } = process.cpuUsage(before);
  await checked(service);
  return (user + system) / orders;
}

/** What is measured is only worth something when everything was seen. */
async function checked(service) {
  if (service === null) return;
  const { text } = await service.metrics();
  await service.close();
  if (!text.includes(`foxload_orders_completed_total{outcome="delivered",via="webhook"} ${orders}\n`))
    throw new Error('not every order was seen');
}

function prepared(dialect, orderId) {
  const key = `8f14e45f-ceea-467a-9af0-${randomBytes(6).toString('hex')}`;
  const { headers, body } = dialect.encodeCreate({ sku: 'psn-tr-100', quantity: 1, idempotencyKey: key });
  const order = {
    orderId,
    state: dialect.firstState,
    createdAt: new Date().toISOString(),
    changedAt: new Date().toISOString(),
    unitPriceCents: 100,
    failureReason: null,
    codes: ['CODE-0000-1111'],
    codeType: 'pin',
  };
  const answer = Buffer.from(dialect.encodeCreateAnswer(order));
  const webhook = Buffer.from(dialect.encodeWebhook({ ...order, state: 'delivered' }, secret));
  const signed = signatureSchemes.standard.sign(
    secret,
    `msg_${orderId}`,
    Math.floor(Date.now() / 1000),
    webhook,
  );
  return { headers, body, answer, webhook, signed };
}

/** A fetch that has its answer at once; the shop reads it as JSON. */
function fetching(service) {
  const plain = async (_url, { answer }) =>
    new Response(answer, { status: 201, headers: { 'content-type': 'application/json' } });
  const fetch = service === null ? plain : service.wrapFetch(plain);
  return async ({ headers, body, answer }) => {
    await (await fetch(url, { method: 'POST', headers, body, answer })).json();
  };
}

/** A dispatcher that answers at once. */
function dispatching(service) {
  const controller = {};
  const plain = ({ answer }, handler) => {
    handler.onRequestStart(controller, {});
    handler.onResponseStart(controller, 201, { 'content-type': 'application/json' }, 'Created');
    handler.onResponseData(controller, answer);
    handler.onResponseEnd(controller, {});
    return true;
  };
  const dispatch = service === null ? plain : service.interceptor()(plain);
  return async ({ headers, body, answer }) => {
    await new Promise((resolve) => {
      dispatch(
        { origin: 'http://api.example', path: '/v1/orders', method: 'POST', headers, body, answer },
        {
          onRequestStart() {},
          onResponseStart() {},
          onResponseData: (_, piece) => JSON.parse(piece.toString()),
          onResponseEnd: resolve,
        },
      );
    });
  };
}

/** A webhook as Node gives it to a handler, read to its end by the shop. */
function arrived({ webhook, signed }, middleware) {
  return new Promise((resolve) => {
    const request = new IncomingMessage(null);
    request.method = 'POST';
    request.headers = {
      'content-type': 'application/json',
      'content-length': String(webhook.length),
      ...signed,
    };
    middleware(request, null, () => {
      const pieces = [];
      request.on('data', (piece) => pieces.push(piece));
      request.on('end', () => resolve(JSON.parse(Buffer.concat(pieces).toString())));
    });
    request.push(webhook);
    request.push(null);
  });
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
