// A small shop that sells codes, and knows the service level of its real orders at any time: see README.md beside it.
//
// What watching takes is marked with "watched:"; everything else is what any shop does.
import { randomUUID } from 'node:crypto';
import express from 'express';
import { readWebhookSecret, signatureSchemes } from 'foxload';
import { watchOrders } from 'foxload/live';

const { ORDER_API = 'http://127.0.0.1:4010', PORT = '8787', METRICS_PORT = '9464' } = process.env;
const { FOXRELOAD_API_KEY: apiKey = '', FOXRELOAD_WEBHOOK_SECRET: webhookSecret = '' } = process.env;

// watched: what is promised to the shop's own customers.
const service = watchOrders({
  name: 'live-shop',
  dialect: 'header-key',
  webhookSecret,
  api: ORDER_API,
  objectives: ['delivery within 45s for 95% over 7d', 'success for 95% over 7d'],
  port: Number(METRICS_PORT),
});
// watched: the same fetch, whose orders are seen.
const fetch = service.wrapFetch(globalThis.fetch);

/** What a customer has bought, by the API's id of the order. A real shop has a database. */
const purchases = new Map();
const purchaseOf = (orderId) => {
  // A webhook may come before the answer to the call that made its order.
  if (!purchases.has(orderId))
    purchases.set(orderId, { status: 'pending', boughtAtMs: null, endedAtMs: null, code: null });
  return purchases.get(orderId);
};

const shop = express();

shop.post('/buy', express.json(), async (request, response) => {
  const { sku = 'psn-tr-100', quantity = 1 } = request.body ?? {};
  const boughtAtMs = performance.now();
  const answer = await fetch(`${ORDER_API}/v1/orders`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify({ sku_id: sku, quantity }),
  });
  if (!answer.ok) {
    response.status(502).json({ error: 'the order was refused' });
    return;
  }
  const { order_id: orderId } = await answer.json();
  purchaseOf(orderId).boughtAtMs = boughtAtMs;
  response.status(202).json({ order: orderId });
});

// watched: before the body parser, so that the raw bytes can be verified. The shop verifies and answers for itself, as before.
shop.post('/webhooks', service.middleware, express.raw({ type: '*/*' }), (request, response) => {
  const endedAtMs = performance.now();
  const secret = readWebhookSecret(webhookSecret);
  const { ok } = signatureSchemes.standard.verify(secret, request.headers, request.body, Date.now() / 1000);
  if (!ok) {
    response.status(401).end();
    return;
  }
  const { order_id: orderId, status, delivery_data: delivery } = JSON.parse(request.body.toString());
  const purchase = purchaseOf(orderId);
  if (purchase.endedAtMs === null)
    Object.assign(purchase, { status, endedAtMs, code: delivery?.code ?? null });
  response.status(204).end();
});

shop.get('/orders/:id', (request, response) => {
  const purchase = purchases.get(request.params.id);
  if (purchase === undefined) {
    response.status(404).json({ error: 'no such order' });
    return;
  }
  const { status, boughtAtMs, endedAtMs, code } = purchase;
  const tookMs = boughtAtMs === null || endedAtMs === null ? null : endedAtMs - boughtAtMs;
  response.json({ status, tookMs, code });
});

const server = shop.listen(Number(PORT), '127.0.0.1', async () => {
  console.log(`the shop is at http://127.0.0.1:${server.address().port}`);
  console.log(`its metrics are at ${await service.pageUrl()}`);
});

process.once('SIGTERM', async () => {
  server.close();
  server.closeAllConnections();
  // watched: the page is closed with the shop.
  await service.close();
});
