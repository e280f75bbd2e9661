import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { metricsPage } from '../../src/exporter/metrics-page.js';
import { type FollowedServices, followServices } from '../../src/live/follow-services.js';
import type { WatchService } from '../../src/live/watch-orders.js';
import { seriesOf } from '../exporter/reading.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { countersOf, seriesNow, signedWebhook, watchedService, webhookBody } from './watched-service.js';

/** Follows what is there, until the end of the test. */
function followed(...paths: string[]): FollowedServices {
  const services = followServices(paths);
  if (services === null) throw new Error('no file has a header');
  onTestFinished(() => services.close());
  services.read();
  return services;
}

async function counters(services: FollowedServices): Promise<Record<string, number>> {
  services.read();
  return countersOf(await metricsPage(services.source.read()));
}

function webhook(service: WatchService, orderId: string, body?: string): void {
  const signed = signedWebhook(orderId, body);
  service.noteWebhook({ headers: signed.headers, body: Buffer.from(signed.body) });
}

describe('services that are followed', () => {
  it('have the counters and times that the service itself has', async () => {
    const events = join(temporaryFolder(), 'shop.ndjson');
    const { service } = watchedService({ events, name: 'shop' });
    const wrapped = service.wrapFetch((_url: string, _init: object) =>
      Promise.resolve(new Response('{"error":"out_of_stock"}', { status: 409 })),
    );
    const headers = { 'idempotency-key': 'a key that nobody may read' };
    await (await wrapped('http://api.example/v1/orders', { method: 'POST', headers })).text();
    const nowMs = Date.now() - 1_000;
    for (let order = 0; order < 50; order += 1)
      service.noteCreated({ orderId: `ord_${order}`, plannedAt: nowMs - order * 100 });
    for (let order = 0; order < 40; order += 1) webhook(service, `ord_${order}`);
    webhook(service, 'ord_41', webhookBody('ord_41', 'failed'));
    webhook(service, 'ord_1');
    service.noteWebhook({ headers: {}, body: Buffer.from('forged') });
    const own = await seriesNow(service);
    await service.close();
    const services = followed(events);
    expect(services.header).toMatchObject({ name: 'shop', dialect: 'header-key', deadlineMs: 300_000 });
    expect(await counters(services)).toEqual(own);
    const times = async (page: Promise<string> | string) => {
      const series = seriesOf(await page);
      return ['count', 'sum'].map((part) => series.get(`foxload_order_delivery_seconds_${part}`));
    };
    const [count, sumS] = await times(metricsPage(services.source.read()));
    const [ownCount, ownSumS] = await times((await service.metrics()).text);
    expect(count).toBe(ownCount);
    expect(sumS).toBeCloseTo(ownSumS ?? Number.NaN, 5);
  });

  it('are one: what one process orders, another one may have the webhook of', async () => {
    const folder = temporaryFolder();
    const [ordering, receiving] = [join(folder, 'a.ndjson'), join(folder, 'b.ndjson')];
    const a = watchedService({ events: ordering }).service;
    const b = watchedService({ events: receiving }).service;
    // The dates of two processes agree to a millisecond: an order that is delivered sooner would be delivered before it was planned.
    const plannedAt = Date.now() - 1_000;
    for (const orderId of ['ord_1', 'ord_2', 'ord_3']) a.noteCreated({ orderId, plannedAt });
    b.noteCreated({ orderId: 'ord_4', plannedAt });
    for (const orderId of ['ord_4', 'ord_1', 'ord_2']) webhook(b, orderId);
    await Promise.all([a.close(), b.close()]);
    const services = followed(receiving, ordering);
    expect(await counters(services)).toEqual({
      orders_planned_total: 4,
      orders_sent_total: 4,
      orders_accepted_total: 4,
      'orders_completed_total{outcome="delivered",via="webhook"}': 3,
      'slo_events_total{slo="delivery_45s",result="good"}': 3,
      'slo_events_total{slo="success",result="good"}': 3,
      'webhooks_received_total{event="delivered",verdict="accepted"}': 3,
    });
    expect(services.damaged()).toBe(0);
  });

  it('outlive their processes: an order of the one before has its webhook at the next one', async () => {
    const events = join(temporaryFolder(), 'shop.ndjson');
    const before = watchedService({ events }).service;
    before.noteCreated({ orderId: 'ord_1' });
    await before.close();
    const services = followed(events);
    expect(await counters(services)).toMatchObject({ orders_accepted_total: 1 });
    appendFileSync(events, '{"kind":"planned","atMs":1');
    const next = watchedService({ events }).service;
    webhook(next, 'ord_1');
    next.noteCreated({ orderId: 'ord_2' });
    webhook(next, 'ord_2');
    await next.close();
    expect(await counters(services)).toMatchObject({
      orders_planned_total: 2,
      'orders_completed_total{outcome="delivered",via="webhook"}': 2,
      'webhooks_received_total{event="delivered",verdict="accepted"}': 2,
    });
    expect(services.damaged()).toBe(1);
  });

  it('end the calls of a process that was killed: nobody knows what became of them', async () => {
    const events = join(temporaryFolder(), 'shop.ndjson');
    const before = watchedService({ events }).service;
    const never = before.wrapFetch((_url: string, _init: object) => new Promise<Response>(() => {}));
    void never('http://api.example/v1/orders', { method: 'POST' });
    await before.close();
    const services = followed(events);
    expect(await counters(services)).toEqual({ orders_planned_total: 1, orders_sent_total: 1 });
    await watchedService({ events }).service.close();
    expect(await counters(services)).toEqual({
      orders_planned_total: 1,
      orders_sent_total: 1,
      'orders_refused_total{reason="other"}': 1,
    });
    expect(services.source.read().oldestInFlightS).toBeNull();
  });

  it('are none as long as no file says what it is', () => {
    expect(followServices([join(temporaryFolder(), 'not-there.ndjson')])).toBeNull();
  });

  it('have neither a code nor a key in their file', async () => {
    const events = join(temporaryFolder(), 'shop.ndjson');
    const { service } = watchedService({ events });
    const wrapped = service.wrapFetch((_url: string, _init: object) =>
      Promise.resolve(new Response('{"order_id":"ord_1","status":"pending"}', { status: 201 })),
    );
    const headers = { 'idempotency-key': 'a key that nobody may read', authorization: 'Bearer an API key' };
    await (await wrapped('http://api.example/v1/orders', { method: 'POST', headers })).json();
    webhook(service, 'ord_1');
    await service.close();
    const text = readFileSync(events, 'utf8');
    expect(text).toContain('"kind":"webhook"');
    expect(text).not.toMatch(/CODE-4711|nobody may read|an API key|whsec_/);
  });
});
