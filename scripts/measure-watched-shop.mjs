// What watching costs a whole shop over sockets: processor time of the shop's process an order, with and without foxload/live. Both
// shops live all the time and take turns, so that neither is younger or colder than the other. Three sockets an order (the customer's, the
// API's, the webhook's) cost many times what is looked for, so the difference wavers; what watching costs by itself is told by
// measure-watch.mjs. Build first.
//   node scripts/measure-watched-shop.mjs [rounds, 20]
import { fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { signatureSchemes } from '../dist/contract/signature-schemes.js';
import { writeWebhookSecret } from '../dist/contract/webhook-secret.js';

const secret = Buffer.alloc(32, 7);
const orders = 1_000;
const atOnce = 20;
/** Until both shops' code is compiled. */
const coldRounds = 5;

if (process.argv[2] === 'shop') await shop(process.argv[3] === 'watched', process.argv[4]);
else await measure(Number(process.argv[2] ?? 20));

async function measure(rounds) {
  const plain = await openShop('plain');
  const watched = await openShop('watched');
  const readings = { plain: [], watched: [] };
  for (let round = 0; round < coldRounds + rounds; round += 1) {
    const [first, second] = round % 2 === 0 ? [plain, watched] : [watched, plain];
    for (const each of [first, second]) {
      const cpuUs = await each.microsecondsAnOrder();
      if (round >= coldRounds) readings[each.kind].push(cpuUs);
    }
  }
  await Promise.all([plain.close(), watched.close()]);
  const differences = readings.watched.map((each, round) => each - readings.plain[round]);
  const line = (what, of) => {
    const [without, having] = [of(readings.plain), of(readings.watched)].map((us) => us.toFixed(0));
    process.stdout.write(`${what}: ${without} us an order without, ${having} us with\n`);
  };
  line('median round', median);
  // What else the machine does can only make a round dearer.
  line('cheapest round', (all) => Math.min(...all));
  process.stdout.write(`median of the ${rounds} differences: ${median(differences).toFixed(0)} us\n`);
}

/** A shop in a process of its own, with an API of its own that makes an order at once and sends its webhook right behind. */
async function openShop(kind) {
  let pool = null;
  let delivered = () => {};
  const api = createServer((request, response) => {
    request.resume().on('end', () => {
      const orderId = `ord_${randomBytes(8).toString('hex')}`;
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ order_id: orderId, status: 'pending', created_at: new Date().toISOString() }),
      );
      setImmediate(() => webhook(pool, orderId).then(() => delivered()));
    });
  }).listen(0, '127.0.0.1');
  await once(api, 'listening');
  const child = fork(fileURLToPath(import.meta.url), [
    'shop',
    kind,
    `http://127.0.0.1:${api.address().port}`,
  ]);
  const [{ port }] = await once(child, 'message');
  pool = new Pool(`http://127.0.0.1:${port}`, { connections: atOnce });
  const asked = async () => {
    child.send('how much');
    const [{ cpuUs }] = await once(child, 'message');
    return cpuUs;
  };
  return {
    kind,
    async microsecondsAnOrder() {
      await asked();
      await bought(pool, (told) => {
        delivered = told;
      });
      return (await asked()) / orders;
    },
    async close() {
      child.disconnect();
      await once(child, 'exit');
      await pool.close();
      api.close();
      api.closeAllConnections();
    },
  };
}

/** Customers buy, until each of their orders has had its webhook. */
async function bought(pool, onDelivered) {
  let left = orders;
  let open = orders;
  const all = new Promise((resolve) => {
    onDelivered(() => {
      open -= 1;
      if (open === 0) resolve();
    });
  });
  const customer = async () => {
    while (left > 0) {
      left -= 1;
      const { body } = await pool.request({ method: 'POST', path: '/buy' });
      await body.dump();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, customer));
  await all;
}

async function webhook(pool, orderId) {
  const text = JSON.stringify({
    event: 'order.delivered',
    order_id: orderId,
    status: 'delivered',
    delivery_data: { code: 'C' },
  });
  const headers = signatureSchemes.standard.sign(
    secret,
    `msg_${orderId}`,
    Math.floor(Date.now() / 1000),
    Buffer.from(text),
  );
  headers['content-type'] = 'application/json';
  const { statusCode, body } = await pool.request({ method: 'POST', path: '/webhooks', headers, body: text });
  if (statusCode !== 204) throw new Error(`the shop answered ${statusCode}`);
  await body.dump();
}

/** Buys by fetch, takes webhooks by express, and is watched or not. */
async function shop(isWatched, api) {
  const { default: express } = await import('express');
  const { watchOrders } = await import('../dist/live.js');
  const objectives = ['delivery within 45s for 95% over 7d', 'success for 95% over 7d'];
  const webhookSecret = writeWebhookSecret(secret);
  const service = isWatched
    ? watchOrders({ dialect: 'header-key', webhookSecret, objectives, port: null })
    : null;
  const fetch = service?.wrapFetch(globalThis.fetch) ?? globalThis.fetch;
  const app = express();
  app.post('/buy', async (_request, response) => {
    const headers = { 'idempotency-key': randomUUID(), 'content-type': 'application/json' };
    const answer = await fetch(`${api}/v1/orders`, {
      method: 'POST',
      headers,
      body: '{"sku_id":"psn-tr-100","quantity":1}',
    });
    response.json(await answer.json());
  });
  const own = service === null ? [] : [service.middleware];
  app.post('/webhooks', ...own, express.raw({ type: '*/*' }), (request, response) => {
    JSON.parse(request.body.toString());
    response.status(204).end();
  });
  const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
  let before = process.cpuUsage();
  process.on('message', (word) => {
    const { user, system } = process.cpuUsage(before);
    before = process.cpuUsage();
    process.send({ cpuUs: user + system, word });
  });
  process.once('disconnect', () => process.exit());
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
