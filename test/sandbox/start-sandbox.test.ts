import { request as undiciRequest } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { readAvailableBalance, readCatalogue } from '../../src/contract/catalogue.js';
import { openCode } from '../../src/contract/code-cipher.js';
import { ContractError } from '../../src/contract/contract-error.js';
import { dialectNames } from '../../src/contract/dialect.js';
import { dialects } from '../../src/contract/dialects.js';
import { inductionHeader } from '../../src/contract/induction.js';
import { signatureSchemeNames } from '../../src/contract/signature-scheme.js';
import { signatureSchemes } from '../../src/contract/signature-schemes.js';
import type { SandboxOptions } from '../../src/sandbox/sandbox-options.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.js';
import { apiKey, newKey, optionsWith, webhookSecret } from './sandbox-under-test.js';
import { type CaughtWebhook, startCatcher, type WebhookCatcher } from './webhook-catcher.js';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((thing) => thing.close()));
});

interface Setup {
  readonly sandbox: Sandbox;
  readonly catcher: WebhookCatcher;
  readonly options: SandboxOptions;
}

/** A simulator a thousand times as fast as the API, with a receiver for its webhooks. */
async function setUp(changes: Partial<SandboxOptions> = {}): Promise<Setup> {
  const catcher = await startCatcher();
  const options = optionsWith({ webhookUrl: catcher.url, speed: 1_000, ...changes });
  const sandbox = await startSandbox(options);
  opened.push(catcher, sandbox);
  return { sandbox, catcher, options };
}

interface Got {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
  readonly json: Record<string, unknown>;
}

async function ask(
  url: string,
  init: { method?: 'POST' | 'PUT'; body?: string; headers?: Record<string, string>; key?: string } = {},
): Promise<Got> {
  const { statusCode, headers, body } = await undiciRequest(url, {
    method: init.method ?? (init.body === undefined ? 'GET' : 'POST'),
    body: init.body ?? null,
    headers: { authorization: `Bearer ${init.key ?? apiKey}`, ...init.headers },
  });
  const bytes = Buffer.from(await body.arrayBuffer());
  let json: Record<string, unknown> = {};
  try {
    json = JSON.parse(bytes.toString()) as Record<string, unknown>;
  } catch {
    // Not every answer is JSON; those tests look at the bytes.
  }
  return { status: statusCode, headers, body: bytes, json };
}

function create(
  { sandbox, options }: Setup,
  { induce = '', sku = 'steam-us-20', quantity = 1, key = newKey() } = {},
): Promise<Got> {
  const { headers, body } = dialects[options.dialect].encodeCreate({ sku, quantity, idempotencyKey: key });
  const induced: Record<string, string> = induce === '' ? {} : { [inductionHeader]: induce };
  return ask(`${sandbox.url}/v1/orders`, { body, headers: { ...headers, ...induced } });
}

async function placedOrders({ sandbox }: Setup): Promise<number> {
  const { orders } = (await ask(`${sandbox.url}/sandbox/health`)).json as { orders: { placed: number } };
  return orders.placed;
}

function verdict({ options }: Setup, { headers, body, atWallMs }: CaughtWebhook): boolean {
  return signatureSchemes[options.signature].verify(webhookSecret, headers, body, atWallMs / 1_000).ok;
}

const combinations = dialectNames.flatMap((dialect) =>
  signatureSchemeNames.map((signature) => ({ dialect, signature })),
);

describe.each(combinations)('a $dialect sandbox with $signature signatures', ({ dialect, signature }) => {
  const speech = dialects[dialect];

  it('takes an order, and tells of its delivery by a signed webhook', async () => {
    const setup = await setUp({ dialect, signature });
    const answer = await create(setup, { sku: 'psn-tr-100', quantity: 2 });
    expect(answer.status).toBe(201);
    const accepted = speech.readCreateAnswer(answer.status, answer.body);
    expect(accepted).toMatchObject({ kind: 'accepted', state: speech.firstState });
    const [webhook] = await setup.catcher.until(1);
    if (webhook === undefined) throw new Error('no webhook');
    expect(verdict(setup, webhook)).toBe(true);
    const news = speech.readWebhook(webhook.body);
    expect(news).toMatchObject({ state: 'delivered', reason: null, orderId: answer.json.order_id });
    expect(news.codes).toHaveLength(2);
    const codes = news.codes.map(({ value, sealed }) =>
      sealed ? openCode(webhookSecret, news.orderId, value) : { code: value },
    );
    expect(codes).toEqual(
      Array.from({ length: 2 }, () => ({ code: expect.stringMatching(/^[A-Z2-9]{4}-/) })),
    );
  });

  it('tells of a failure with its reason, and of an unlisted one verbatim', async () => {
    const setup = await setUp({ dialect, signature });
    await create(setup, { induce: 'supplier_timeout' });
    const [timeout] = await setup.catcher.until(1);
    expect(speech.readWebhook(timeout?.body ?? Buffer.of())).toMatchObject({
      state: 'failed',
      reason: 'supplier_timeout',
    });
    await create(setup, { sku: 'sandbox-unlisted-reason' });
    const [, unlisted] = await setup.catcher.until(2);
    expect(speech.readWebhook(unlisted?.body ?? Buffer.of())).toMatchObject({
      state: 'failed',
      reason: 'other',
      unlistedReason: 'supplier_maintenance',
    });
  });

  it('sends a webhook again until it is acknowledged, with one id and one body', async () => {
    const setup = await setUp({ dialect, signature });
    setup.catcher.statuses.push(500, 404);
    await create(setup);
    const all = await setup.catcher.until(3);
    expect(new Set(all.map(({ body }) => body.toString())).size).toBe(1);
    expect(new Set(all.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(all.every((webhook) => verdict(setup, webhook))).toBe(true);
    const times = all.map(({ atWallMs }) => atWallMs);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(4);
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThanOrEqual(29);
  });

  it('sends a forged copy before the true webhook, which alone is verified', async () => {
    const setup = await setUp({ dialect, signature });
    await create(setup, { induce: 'forged' });
    const all = await setup.catcher.until(2);
    expect(all.map((webhook) => verdict(setup, webhook))).toEqual([false, true]);
  });

  it('sends a malformed webhook that is signed', async () => {
    const setup = await setUp({ dialect, signature, webhooks: { malformed_webhook: 1 } });
    await create(setup);
    const all = await setup.catcher.until(2);
    expect(all.map((webhook) => verdict(setup, webhook))).toEqual([true, true]);
    expect(() => speech.readWebhook(all[0]?.body ?? Buffer.of())).toThrow(ContractError);
  });

  it('sends a duplicate byte by byte, a stale state and an opposite outcome', async () => {
    const setup = await setUp({ dialect, signature });
    await create(setup, { induce: 'duplicate, out_of_order, conflicting' });
    const all = await setup.catcher.until(4);
    expect(all[1]?.body.equals(all[0]?.body ?? Buffer.of())).toBe(true);
    expect(all.map(({ body }) => speech.readWebhook(body).state)).toEqual([
      'delivered',
      'delivered',
      'processing',
      'failed',
    ]);
    expect(all.every((webhook) => verdict(setup, webhook))).toBe(true);
  });

  it('sends an early webhook, and has it acknowledged, before it answers', async () => {
    const setup = await setUp({ dialect, signature, speed: 10 });
    const answer = await create(setup, { sku: 'sandbox-early' });
    expect(setup.catcher.caught).toHaveLength(1);
    expect(answer.json.order_id).toBe(
      speech.readWebhook(setup.catcher.caught[0]?.body ?? Buffer.of()).orderId,
    );
    expect(answer.json.status).toBe(speech.firstState);
  });

  it('tells the status, but not more often than allowed', async () => {
    const setup = await setUp({ dialect, signature, speed: 1 });
    const { json } = await create(setup);
    const url = `${setup.sandbox.url}/v1/orders/${json.order_id}`;
    const first = await ask(url);
    expect(first.status).toBe(200);
    expect(speech.readStatus(first.body).orderId).toBe(json.order_id);
    const second = await ask(url);
    expect(second.status).toBe(429);
    expect(second.headers['retry-after']).toBe('5');
  });

  it('pays a delivered order back by hand', async () => {
    const setup = await setUp({ dialect, signature });
    const { json } = await create(setup);
    const stuck = await create(setup, { induce: 'stuck_reserved' });
    const tooSoon = JSON.stringify({ order_id: stuck.json.order_id });
    expect((await ask(`${setup.sandbox.url}/v1/refunds`, { body: tooSoon })).status).toBe(409);
    const refund = JSON.stringify({ order_id: json.order_id });
    await setup.catcher.until(1);
    const made = await ask(`${setup.sandbox.url}/v1/refunds`, { body: refund });
    expect(made).toMatchObject({
      status: 201,
      json: { amount_usd: 20, status: 'succeeded', kind: 'manual' },
    });
    const again = await ask(`${setup.sandbox.url}/v1/refunds`, { body: refund });
    expect(again).toMatchObject({ status: 200, json: made.json });
    expect((await ask(`${setup.sandbox.url}/v1/refunds/${made.json.refund_id}`)).json).toEqual(made.json);
    const state = speech.readStatus(
      (await ask(`${setup.sandbox.url}/v1/orders/${json.order_id}`)).body,
    ).state;
    expect(state).toBe(speech.refundIsState ? 'refunded' : 'delivered');
    const ledger = await ask(`${setup.sandbox.url}/sandbox/ledger`);
    expect(ledger.json).toMatchObject({
      opening_usd: 10_000,
      debits_usd: 20,
      refunds_usd: 20,
      closing_usd: 10_000,
      balanced: true,
    });
  });

  it('lists what it sells, the balance, the ledger, the history and the true delivery times', async () => {
    const setup = await setUp({ dialect, signature });
    const key = newKey();
    const { json } = await create(setup, { key, sku: 'esim-eu-5gb' });
    const [webhook] = await setup.catcher.until(1);
    const { url } = setup.sandbox;
    const skus = readCatalogue((await ask(`${url}/v1/skus`)).body);
    expect(skus.find(({ sku }) => sku === 'xbox-ar-game-pass')).toMatchObject({
      region: 'AR',
      priceCents: 1_499,
    });
    expect(skus.find(({ sku }) => sku === 'sandbox-supplier-timeout')?.priceCents).toBe(100);
    expect(readAvailableBalance((await ask(`${url}/v1/balance`)).body)).toBe(1_000_000 - 950);
    expect((await ask(`${url}/sandbox/ledger?orders=1`)).json.orders).toEqual([
      {
        order_id: json.order_id,
        idempotency_key: key,
        held_cents: 0,
        debits: 1,
        debited_cents: 950,
        refunds: 0,
        refunded_cents: 0,
      },
    ]);
    expect((await ask(`${url}/sandbox/orders/${json.order_id}`)).json).toMatchObject({
      supplier: 'async',
      state: 'delivered',
      history: [
        { what: 'pending', after_ms: 0 },
        { what: 'reserved' },
        { what: 'processing' },
        { what: 'supplier_acknowledged' },
        { what: 'supplier_called_back' },
        { what: 'delivered' },
      ],
    });
    const lines = (await ask(`${url}/sandbox/deliveries`)).body.toString().trimEnd().split('\n');
    expect(lines).toHaveLength(1);
    const truth = JSON.parse(lines[0] ?? '') as Record<string, number | string>;
    expect(truth).toMatchObject({ order_id: json.order_id, idempotency_key: key, state: 'delivered' });
    const tookMs = Number(truth.webhook_ms) - Number(truth.created_ms);
    expect(tookMs).toBeGreaterThanOrEqual(Number(truth.delivery_ms));
    expect(Number(truth.webhook_ms)).toBeLessThanOrEqual(webhook?.atWallMs ?? 0);
  });
});

describe('the HTTP side of the sandbox', () => {
  it('answers 401 to a stranger, and tells the truth to everybody', async () => {
    const { sandbox } = await setUp();
    expect(await ask(`${sandbox.url}/v1/balance`, { key: 'wrong' })).toMatchObject({
      status: 401,
      json: { error: 'unauthorized' },
    });
    expect((await ask(`${sandbox.url}/sandbox/health`, { key: 'wrong' })).json).toMatchObject({
      status: 'ok',
    });
  });

  it('answers 404, 405 and 413', async () => {
    const { sandbox } = await setUp();
    expect((await ask(`${sandbox.url}/v1/nothing`)).status).toBe(404);
    expect((await ask(`${sandbox.url}/v1/orders/ord_unknown`)).status).toBe(404);
    expect((await ask(`${sandbox.url}/v1/refunds/re_unknown`)).status).toBe(404);
    expect((await ask(`${sandbox.url}/sandbox/orders/x`)).status).toBe(404);
    expect(await ask(`${sandbox.url}/v1/orders`)).toMatchObject({ status: 405, headers: { allow: 'POST' } });
    expect(await ask(`${sandbox.url}/v1/balance`, { method: 'PUT' })).toMatchObject({
      status: 405,
      headers: { allow: 'GET' },
    });
    expect((await ask(`${sandbox.url}/v1/orders`, { body: 'x'.repeat(65 * 1024) })).status).toBe(413);
    expect((await ask(`${sandbox.url}/v1/orders`, { body: 'not json' })).status).toBe(400);
  });

  it('limits the create calls of a key, and only those', async () => {
    const setup = await setUp({ rateLimitPerSecond: 0.001 });
    const answers = [await create(setup), await create(setup)];
    expect(answers.map(({ status }) => status)).toEqual([201, 429]);
    expect(Number(answers[1]?.headers['retry-after'])).toBeGreaterThan(900);
    expect((await ask(`${setup.sandbox.url}/v1/balance`)).status).toBe(200);
  });

  it('resets the connection before or after the order was made', async () => {
    const setup = await setUp({ dialect: 'body-key' });
    await expect(create(setup, { induce: 'reset_before' })).rejects.toMatchObject({ code: 'ECONNRESET' });
    const key = newKey();
    await expect(create(setup, { induce: 'reset_after', key })).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await create(setup, { key })).status).toBe(201);
    expect((await ask(`${setup.sandbox.url}/sandbox/health`)).json.orders).toMatchObject({
      placed: 1,
      kept: 1,
    });
  });

  it('answers slowly on demand, and calls the key in work until then', async () => {
    const setup = await setUp({ speed: 10, slowAnswerMs: 20_000 });
    const key = newKey();
    const startMs = performance.now();
    const slow = create(setup, { key, induce: 'slow' });
    while ((await placedOrders(setup)) === 0);
    const again = await create(setup, { key });
    expect(again).toMatchObject({ status: 409, json: { error: 'idempotency_in_progress' } });
    expect((await slow).status).toBe(201);
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(2_000);
    expect((await create(setup, { key })).json).toEqual((await slow).json);
  });

  it('holds all answers in the stall, while orders go on', async () => {
    const setup = await setUp({ stall: { atMs: 0, durationMs: 300_000 } });
    const startMs = performance.now();
    const settled: string[] = [];
    const answers = Promise.all([create(setup), create(setup)]).then((both) => {
      settled.push('answers');
      return both;
    });
    const webhooks = setup.catcher.until(2).then(() => settled.push('webhooks'));
    await Promise.all([answers, webhooks]);
    expect(settled).toEqual(['webhooks', 'answers']);
    expect((await answers).map(({ status }) => status)).toEqual([201, 201]);
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(300);
    expect((await create(setup)).status).toBe(201);
  });

  it('keeps trying when nobody listens at the webhook address', async () => {
    const setup = await setUp({ webhookUrl: 'http://127.0.0.1:1/webhooks' });
    await create(setup);
    for (;;) {
      const { webhooks } = (await ask(`${setup.sandbox.url}/sandbox/health`)).json as {
        webhooks: { failed_attempts: number; queued: number };
      };
      if (webhooks.failed_attempts < 2) continue;
      expect(webhooks.queued).toBe(1);
      return;
    }
  });

  it('rejects with the code EADDRINUSE when its port is taken', async () => {
    const { sandbox } = await setUp();
    const port = Number(new URL(sandbox.url).port);
    await expect(startSandbox(optionsWith({ port }))).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('closes with connections open and webhooks to come', async () => {
    const catcher = await startCatcher();
    opened.push(catcher);
    const options = optionsWith({ webhookUrl: catcher.url });
    const sandbox = await startSandbox(options);
    await create({ sandbox, catcher, options });
    await sandbox.close();
    await expect(ask(`${sandbox.url}/sandbox/health`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
