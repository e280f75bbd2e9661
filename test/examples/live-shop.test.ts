import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { writeWebhookSecret } from '../../src/contract/webhook-secret.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.js';
import { seriesOf } from '../exporter/reading.js';
import { deadAddress } from '../load/api-server.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const webhookSecret = Buffer.from('an example secret of 32 bytes!!!');
const apiKey = 'a-key-that-nobody-may-read';
const purchases = 40;

interface Purchase {
  readonly status: string;
  readonly tookMs: number | null;
  readonly code: string | null;
}

const running: { shop?: ChildProcess; sandbox?: Sandbox } = {};
afterAll(async () => {
  running.shop?.kill('SIGKILL');
  await running.sandbox?.close();
});

/** The shop as its reader would start it, everything that it prints, and its two addresses. */
async function startedShop(orderApi: string) {
  const shop = spawn(process.execPath, ['examples/live-shop/shop.mjs'], {
    cwd: root,
    env: {
      ...process.env,
      ORDER_API: orderApi,
      PORT: '0',
      METRICS_PORT: '0',
      FOXRELOAD_API_KEY: apiKey,
      FOXRELOAD_WEBHOOK_SECRET: writeWebhookSecret(webhookSecret),
    },
  });
  running.shop = shop;
  const printed = { text: '' };
  for (const stream of [shop.stdout, shop.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed.text += text;
    });
  const address = async (form: RegExp): Promise<string> => {
    for (;;) {
      const found = form.exec(printed.text)?.[1];
      if (found !== undefined) return found;
      if (shop.exitCode !== null) throw new Error(`the shop ended: ${printed.text}`);
      await once(shop.stdout, 'data');
    }
  };
  const url = await address(/the shop is at (\S+)/);
  return { shop, printed, url, metricsUrl: await address(/its metrics are at (\S+)/) };
}

async function bought(url: string): Promise<string> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"sku":"psn-tr-100"}',
  };
  const answer = await fetch(`${url}/buy`, init);
  expect(answer.status).toBe(202);
  const { order } = (await answer.json()) as { order: string };
  return order;
}

/** The purchase once its order has come to its end. */
async function ended(url: string, order: string): Promise<Purchase> {
  for (;;) {
    const purchase = (await (await fetch(`${url}/orders/${order}`)).json()) as Purchase;
    if (purchase.tookMs !== null) return purchase;
  }
}

test('a shop sells codes, and its page tells exactly what its customers had', async () => {
  const orderApi = await deadAddress();
  const { shop, printed, url, metricsUrl } = await startedShop(orderApi);
  running.sandbox = await startSandbox({
    port: Number(new URL(orderApi).port),
    apiKeys: [apiKey],
    webhookSecret,
    webhookUrl: `${url}/webhooks`,
    speed: 100,
    seed: 11,
    failures: { supplier_timeout: 0.1 },
    webhooks: { duplicate: 0.2 },
  });
  const orders = await Promise.all(Array.from({ length: purchases }, () => bought(url)));
  const ends = await Promise.all(orders.map((order) => ended(url, order)));
  const delivered = ends.filter(({ status }) => status === 'delivered');
  const failed = purchases - delivered.length;
  expect(failed).toBeGreaterThan(0);
  const page = await (await fetch(metricsUrl)).text();
  const series = seriesOf(page);
  const of = (name: string) => series.get(`foxload_${name}`);
  expect({
    planned: of('orders_planned_total'),
    accepted: of('orders_accepted_total'),
    delivered: of('orders_completed_total{outcome="delivered",via="webhook"}'),
    failed: of('order_failures_total{reason="supplier_timeout",retryable="yes"}'),
    good: of('slo_events_total{slo="delivery_45s",result="good"}'),
    bad: of('slo_events_total{slo="delivery_45s",result="bad"}'),
    forged: of('webhooks_received_total{event="unread",verdict="forged"}'),
  }).toEqual({
    planned: purchases,
    accepted: purchases,
    delivered: delivered.length,
    failed,
    good: delivered.length,
    bad: failed,
    forged: 0,
  });
  // The shop's clock starts just before foxload's, and stops just behind it.
  const ownS = delivered.reduce((sum, { tookMs }) => sum + (tookMs ?? 0), 0) / 1000;
  expect(of('order_delivery_seconds_count')).toBe(delivered.length);
  expect(of('order_delivery_seconds_sum')).toBeLessThanOrEqual(ownS);
  const livePage = await (await fetch(new URL('/', metricsUrl))).text();
  expect(livePage).toContain('live-shop');
  expect(livePage.replace(/<(script|style)[\s\S]*?<\/\1>/g, '')).not.toMatch(/NaN|undefined|Infinity|>null/);
  expect(delivered.every(({ code }) => (code ?? '').length > 5)).toBe(true);
  const secrets = [
    apiKey,
    writeWebhookSecret(webhookSecret),
    ...orders,
    ...delivered.map(({ code }) => code ?? ''),
  ];
  for (const text of [page, livePage, printed.text])
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  shop.kill('SIGTERM');
  const [exitCode] = await once(shop, 'exit');
  expect(exitCode).toBe(0);
});
