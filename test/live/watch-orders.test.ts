import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { longLivedClock } from '../../src/clock.js';
import { writeWebhookSecret } from '../../src/contract/webhook-secret.js';
import { liveLimits } from '../../src/live/live-limits.js';
import { watchOrders } from '../../src/live/watch-orders.js';
import { type SandboxSettings, startSandbox } from '../../src/sandbox/start-sandbox.js';
import { seriesOf } from '../exporter/reading.js';
import { listeningServer } from '../support/listening-server.js';
import { secret, secretCode, seriesNow, signedWebhook, watchedService } from './watched-service.js';

const options = { dialect: 'header-key', webhookSecret: writeWebhookSecret(secret), port: null } as const;

interface Stamps {
  readonly beforeMs: number;
  readonly behindMs: number;
}

describe('a service with real orders', () => {
  it('has the exact counts and times of what it saw itself, and no key, code or id on its page', async () => {
    const { service, told, series } = watchedService({
      name: 'shop',
      objectives: ['delivery within 45s for 95% over 7d'],
    });
    // Stamps of the service's own, just before and just behind those that foxload takes.
    const called = new Map<string, Stamps>();
    const came = new Map<string, Stamps & { readonly event: string }>();
    let arrived = 0;
    let allArrived: () => void = () => {};
    const all = new Promise<void>((resolve) => {
      allArrived = resolve;
    });
    const port = await listeningServer((request, response) => {
      const beforeMs = performance.now();
      service.middleware(request, response, async () => {
        const behindMs = performance.now();
        let body = '';
        for await (const piece of request) body += piece;
        const { order_id: orderId, event } = JSON.parse(body);
        came.set(orderId, { beforeMs, behindMs, event });
        response.writeHead(204).end();
        arrived += 1;
        if (arrived === 60) allArrived();
      });
    });
    const settings: SandboxSettings = {
      apiKeys: ['an example key'],
      webhookSecret: secret,
      webhookUrl: `http://127.0.0.1:${port}/webhooks`,
      speed: 1_000,
      seed: 7,
      failures: { supplier_timeout: 0.2 },
    };
    const sandbox = await startSandbox(settings);
    onTestFinished(() => sandbox.close());
    const wrapped = service.wrapFetch(fetch);
    const buy = async (): Promise<void> => {
      const headers = {
        authorization: 'Bearer an example key',
        'idempotency-key': randomUUID(),
        'content-type': 'application/json',
      };
      const body = JSON.stringify({ sku_id: 'psn-tr-100', quantity: 1 });
      const beforeMs = performance.now();
      const answering = wrapped(`${sandbox.url}/v1/orders`, { method: 'POST', headers, body });
      const behindMs = performance.now();
      const answer = await answering;
      const { order_id: orderId } = (await answer.json()) as { order_id: string };
      called.set(orderId, { beforeMs, behindMs });
    };
    await Promise.all(Array.from({ length: 60 }, buy));
    await all;
    const counts = await series();
    const failed = counts['order_failures_total{reason="supplier_timeout",retryable="yes"}'] ?? 0;
    expect(failed).toBeGreaterThan(0);
    expect(counts).toEqual({
      orders_planned_total: 60,
      orders_sent_total: 60,
      orders_accepted_total: 60,
      'orders_completed_total{outcome="delivered",via="webhook"}': 60 - failed,
      'orders_completed_total{outcome="failed",via="webhook"}': failed,
      'order_failures_total{reason="supplier_timeout",retryable="yes"}': failed,
      'slo_events_total{slo="delivery_45s",result="good"}': 60 - failed,
      'slo_events_total{slo="delivery_45s",result="bad"}': failed,
      'webhooks_received_total{event="delivered",verdict="accepted"}': 60 - failed,
      'webhooks_received_total{event="failed",verdict="accepted"}': failed,
    });
    const { text, contentType } = await service.metrics();
    expect(contentType).toContain('version=0.0.4');
    expect(text).toContain('profile="shop",mode="live",dialect="header-key"');
    for (const id of called.keys()) expect(text).not.toContain(id);
    expect(text).not.toMatch(/^foxload_(verdict|spend|refunds|target)/m);
    const bounds = { leastMs: 0, mostMs: 0 };
    for (const [id, { beforeMs, behindMs, event }] of came) {
      const call = called.get(id);
      if (event !== 'order.delivered' || call === undefined) continue;
      bounds.leastMs += beforeMs - call.behindMs;
      bounds.mostMs += behindMs - call.beforeMs;
    }
    const sumMs = (seriesOf(text).get('foxload_order_delivery_seconds_sum') ?? Number.NaN) * 1000;
    const roundingMs = 60 * 0.001;
    expect(sumMs).toBeGreaterThan(bounds.leastMs - roundingMs);
    expect(sumMs).toBeLessThan(bounds.mostMs + roundingMs);
    expect(told).toEqual([]);
  });
});

describe('time', () => {
  /** A service whose clock the test turns; its own ticker looks at it, too. */
  function timed(objectives: readonly string[] = []) {
    const time = { nowMs: 1_000 };
    const clock = { nowMs: () => time.nowMs, wallMs: (atMs: number) => Date.now() - (time.nowMs - atMs) };
    const service = watchOrders({ ...options, objectives }, clock);
    onTestFinished(() => service.close());
    /** Settles once the service has looked at its clock. */
    const looked = async (
      isThere: (counts: Record<string, number>) => boolean,
    ): Promise<Record<string, number>> => {
      for (;;) {
        const counts = await seriesNow(service);
        if (isThere(counts)) return counts;
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    return { service, time, looked };
  }

  it('makes an order bad when its threshold passes, and ends it at the deadline; its webhook is late then', async () => {
    const { service, time, looked } = timed(['delivery within 45s for 95% over 7d']);
    service.noteCreated({ orderId: 'ord_1' });
    time.nowMs += 46_001;
    const bad = 'slo_events_total{slo="delivery_45s",result="bad"}';
    expect(await looked((counts) => bad in counts)).toEqual({
      orders_planned_total: 1,
      orders_sent_total: 1,
      orders_accepted_total: 1,
      [bad]: 1,
    });
    time.nowMs += 300_000;
    const timedOut = 'orders_completed_total{outcome="timed_out",via="poll"}';
    expect(await looked((counts) => timedOut in counts)).toMatchObject({ [timedOut]: 1, [bad]: 1 });
    const { headers, body } = signedWebhook('ord_1');
    service.noteWebhook({ headers, body: Buffer.from(body) });
    expect(await seriesNow(service)).toMatchObject({
      [timedOut]: 1,
      'webhooks_received_total{event="delivered",verdict="late"}': 1,
    });
  });

  it('makes a webhook an orphan whose order is never heard of', async () => {
    const { service, time, looked } = timed();
    const { headers, body } = signedWebhook('ord_1');
    service.noteWebhook({ headers, body: Buffer.from(body) });
    expect(await seriesNow(service)).toEqual({});
    time.nowMs += liveLimits.heldForMs + 2_000;
    const orphan = 'webhooks_received_total{event="delivered",verdict="orphan"}';
    expect(await looked((counts) => orphan in counts)).toEqual({ [orphan]: 1 });
  });

  it('of an order and its webhook can be told by another process, webhook first', async () => {
    const { service } = timed(['delivery within 45s for 95% over 7d']);
    const { headers, body } = signedWebhook('ord_1');
    const nowMs = Date.now();
    service.noteWebhook({ headers, body: Buffer.from(body), arrivedAt: nowMs - 1_000 });
    service.noteCreated({ orderId: 'ord_1', plannedAt: nowMs - 13_500 });
    expect(await seriesNow(service)).toMatchObject({
      'orders_completed_total{outcome="delivered",via="webhook"}': 1,
      'slo_events_total{slo="delivery_45s",result="good"}': 1,
    });
    const page = seriesOf((await service.metrics()).text);
    const tookS = page.get('foxload_order_delivery_seconds_sum') ?? Number.NaN;
    expect(tookS).toBeGreaterThan(12.4);
    expect(tookS).toBeLessThan(12.6);
  });

  it('since 1970 is asked anew, so that a machine that slept goes on believing its webhooks', () => {
    const atMs = longLivedClock.nowMs();
    expect(Math.abs(longLivedClock.wallMs(atMs) - Date.now())).toBeLessThan(1_000);
    expect(longLivedClock.wallMs(atMs + 5_000) - longLivedClock.wallMs(atMs)).toBeCloseTo(5_000, -3);
  });
});

describe('delivered codes', () => {
  const page = async (opensCodes: boolean) => {
    const { service, series } = watchedService({ dialect: 'body-key', opensCodes });
    service.noteCreated({ orderId: 'ord_1' });
    const sealed = { value: 'no sealed code', type: 'pin', redeem_url: 'https://redeem.example/ord_1' };
    const body = JSON.stringify({ event: 'order.delivered', order_id: 'ord_1', codes: [sealed] });
    service.noteWebhook({ headers: signedWebhook('ord_1', body).headers, body: Buffer.from(body) });
    return await series();
  };
  const failure = 'code_open_failures_total{reason="format"}';

  it('stay shut, unless the service wants to know whether they can be opened', async () => {
    expect(await page(false)).toMatchObject({
      'orders_completed_total{outcome="delivered",via="webhook"}': 1,
    });
    expect(await page(false)).not.toHaveProperty([failure]);
    expect(await page(true)).toHaveProperty([failure], 1);
  });
});

describe('the page', () => {
  it('is served for scrapers, and closed with the service', async () => {
    const { service } = watchedService({ port: 0 });
    const url = await service.pageUrl();
    expect(await (await fetch(url ?? '')).text()).toContain('foxload_run_info{');
    await service.close();
    await expect(fetch(url ?? '')).rejects.toThrow('fetch failed');
  });

  it('and the watching keep no process alive that has nothing else to do', async () => {
    const library = new URL('../../dist/live.js', import.meta.url).href;
    const text = `const { watchOrders } = await import(${JSON.stringify(library)});
      const service = watchOrders(${JSON.stringify({ ...options, port: 0 })});
      const url = await service.pageUrl();
      console.log((await (await fetch(url)).text()).includes('foxload_run_info'));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', text]);
    expect(stdout).toBe('true\n');
  });

  it('whose port is taken is a fault, and the service goes on', async () => {
    const taken = await listeningServer(() => {});
    const { service, told, series } = watchedService({ port: taken });
    expect(await service.pageUrl()).toBeNull();
    service.noteCreated({ orderId: 'ord_1' });
    expect(await series()).toMatchObject({ orders_planned_total: 1, 'watch_faults_total{kind="page"}': 1 });
    expect(told).toMatchObject([
      { kind: 'page', message: `the metrics page could not be opened at 127.0.0.1:${taken}` },
    ]);
  });
});

describe('mistakes in the options', () => {
  const mistakes: readonly [string, object, string][] = [
    ['a dialect', { dialect: 'other' }, 'dialect is "other"; wanted header-key or body-key'],
    ['a signature', { signature: 'other' }, 'signature is "other"; wanted standard or timestamped'],
    ['a secret', { webhookSecret: secretCode }, 'a webhook secret begins with whsec_'],
    ['a deadline', { deadline: 'soon' }, 'deadline is "soon"; wanted a positive duration like 5m'],
    ['an objective', { objectives: ['fast'] }, 'objective is "fast"; wanted delivery within 45s'],
    [
      'objectives of one name',
      { objectives: ['success for 95% over 7d', 'success for 99% over 30d'] },
      'two objectives are named success',
    ],
    [
      'an objective beyond the deadline',
      { deadline: '30s', objectives: ['delivery within 45s for 95% over 7d'] },
      'wanted at most the deadline of 30 s',
    ],
    ['an address', { api: 'no address' }, 'Invalid URL'],
    ['a page for everybody', { host: '0.0.0.0', port: 0 }, 'wanted a token as well, or 127.0.0.1'],
  ];
  for (const [what, mistake, message] of mistakes) {
    it(`are told at once: ${what}`, () => {
      expect(() => watchOrders({ ...options, ...mistake })).toThrow(message);
    });
  }
});
