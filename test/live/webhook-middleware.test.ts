import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import express, { type Express, type Request, type Response } from 'express';
import { describe, expect, it, onTestFinished } from 'vitest';
import { maxBodyBytes } from '../../src/contract/endpoints.js';
import { listeningServer } from '../support/listening-server.js';
import { seriesNow, signedWebhook, watchedService, webhookBody } from './watched-service.js';

/** An app with the middleware where `mount` puts it; its webhook route tells what it got, by whatever parser. */
async function shop(mount: (app: Express, watched: ReturnType<typeof watchedService>) => void) {
  const watched = watchedService();
  const app = express();
  // The framework would print the errors of a handler.
  app.set('env', 'test');
  mount(app, watched);
  const got: unknown[] = [];
  app.post('/webhooks', (request: Request, response: Response) => {
    got.push(Buffer.isBuffer(request.body) ? request.body.toString() : request.body);
    response.status(202).send('taken');
  });
  const port = await listeningServer(app);
  const post = (webhook: { headers: Record<string, string>; body: string | Buffer }) =>
    fetch(`http://127.0.0.1:${port}/webhooks`, {
      method: 'POST',
      ...webhook,
      headers: { 'content-type': 'application/json', ...webhook.headers },
    });
  return { ...watched, got, post, port };
}

const one = { orders_planned_total: 1, orders_sent_total: 1, orders_accepted_total: 1 };
const delivered = {
  ...one,
  'orders_completed_total{outcome="delivered",via="webhook"}': 1,
  'slo_events_total{slo="delivery_45s",result="good"}': 1,
  'slo_events_total{slo="success",result="good"}': 1,
  'webhooks_received_total{event="delivered",verdict="accepted"}': 1,
};

describe('the middleware sees a webhook and hands it on as it is', () => {
  const mounts: Record<string, Parameters<typeof shop>[0]> = {
    'before express.json': (app, { service }) => app.use('/webhooks', service.middleware, express.json()),
    'before express.raw': (app, { service }) =>
      app.use('/webhooks', service.middleware, express.raw({ type: '*/*' })),
    'before express.text': (app, { service }) =>
      app.use('/webhooks', service.middleware, express.text({ type: '*/*' })),
    'after express.raw': (app, { service }) =>
      app.use('/webhooks', express.raw({ type: '*/*' }), service.middleware),
    'after express.text': (app, { service }) =>
      app.use('/webhooks', express.text({ type: '*/*' }), service.middleware),
    'after express.json with the hook': (app, { service }) =>
      app.use(express.json({ verify: service.rawBody })).use('/webhooks', service.middleware),
    'after a parser that keeps rawBody': (app, { service }) =>
      app
        .use(express.json({ verify: (request, _, raw) => Object.assign(request, { rawBody: raw }) }))
        .use('/webhooks', service.middleware),
    'after something that takes its time': (app, { service }) =>
      app
        .use((_request, _response, next) => setImmediate(() => setImmediate(next)))
        .use('/webhooks', service.middleware, express.json()),
  };
  for (const [name, mount] of Object.entries(mounts)) {
    it(name, async () => {
      const { service, got, post, told, series } = await shop(mount);
      service.noteCreated({ orderId: 'ord_1' });
      const answer = await post(signedWebhook('ord_1'));
      expect([answer.status, await answer.text()]).toEqual([202, 'taken']);
      const body = typeof got[0] === 'string' ? JSON.parse(got[0]) : got[0];
      expect(body).toEqual(JSON.parse(webhookBody('ord_1')));
      expect(await series()).toEqual(delivered);
      expect(told).toEqual([]);
    });
  }

  it('in a server without express, piece by piece, whichever way the service reads', async () => {
    const { service, series } = watchedService();
    service.noteCreated({ orderId: 'ord_1' });
    const got: string[] = [];
    const port = await listeningServer((request, response) =>
      service.middleware(request, response, async () => {
        let text = '';
        for await (const piece of request) text += piece;
        got.push(text);
        response.writeHead(204).end();
      }),
    );
    const { headers, body } = signedWebhook('ord_1');
    const socket = connect(port, '127.0.0.1');
    const head = Object.entries({ host: 'x', 'transfer-encoding': 'chunked', ...headers });
    socket.write(
      `POST /webhooks HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
    );
    for (const piece of [body.slice(0, 7), body.slice(7, 50), body.slice(50)])
      socket.write(`${piece.length.toString(16)}\r\n${piece}\r\n`);
    socket.write('0\r\n\r\n');
    await once(socket, 'data');
    socket.destroy();
    expect(got).toEqual([body]);
    expect(await series()).toEqual(delivered);
  });

  it('also where the service has the text decoded for it', async () => {
    const { service, series } = watchedService();
    service.noteCreated({ orderId: 'ord_1' });
    const port = await listeningServer((request, response) => {
      request.setEncoding('utf8');
      service.middleware(request, response, () => {
        request.on('data', () => {}).on('end', () => response.end());
      });
    });
    const { headers } = signedWebhook('ord_1');
    await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body: webhookBody('ord_1') });
    expect(await series()).toEqual(delivered);
  });
});

const early: Parameters<typeof shop>[0] = (app, { service }) =>
  app.use('/webhooks', service.middleware, express.raw({ type: '*/*', limit: '10mb' }));

describe('what is no webhook of the API', () => {
  it('is counted as forged or malformed, and reaches the service all the same', async () => {
    const { post, got, series, told } = await shop(early);
    const { headers, body } = signedWebhook('ord_1');
    const malformed = signedWebhook('ord_1', '{"event":"order.delivered"}');
    const huge = 'x'.repeat(maxBodyBytes + 1);
    for (const webhook of [
      { headers, body: body.replace('delivered', 'Delivered') },
      { headers: {}, body },
      { headers, body: gzipSync(body) },
      malformed,
      { headers: signedWebhook('ord_1', huge).headers, body: huge },
    ])
      expect((await post(webhook)).status).toBe(202);
    const zipped = { headers: { ...headers, 'content-encoding': 'gzip' }, body: gzipSync(body) };
    expect((await post(zipped)).status).toBe(202);
    expect(got).toHaveLength(6);
    expect(await series()).toEqual({
      'webhooks_received_total{event="unread",verdict="forged"}': 3,
      'webhooks_received_total{event="unread",verdict="malformed"}': 3,
    });
    expect(told).toEqual([]);
  });

  it('is not looked at when it is no POST', async () => {
    const { port, series } = await shop(early);
    expect((await fetch(`http://127.0.0.1:${port}/webhooks`)).status).toBe(404);
    expect(await series()).toEqual({});
  });

  it('is a duplicate when it comes again, and an orphan in the end when its order is not known', async () => {
    const { service, post } = await shop(early);
    service.noteCreated({ orderId: 'ord_1' });
    const webhook = signedWebhook('ord_1');
    await post(webhook);
    await post(webhook);
    await post(signedWebhook('ord_2'));
    await service.close();
    expect(await seriesNow(service)).toMatchObject({
      'webhooks_received_total{event="delivered",verdict="accepted"}': 1,
      'webhooks_received_total{event="delivered",verdict="duplicate"}': 1,
      'webhooks_received_total{event="delivered",verdict="orphan"}': 1,
    });
  });
});

describe('the service', () => {
  it('has its own errors, in its handler and after it, as without foxload', async () => {
    const { service, told } = watchedService();
    const app = express();
    app.set('env', 'test');
    app.use('/webhooks', service.middleware);
    app.post('/webhooks/sync', () => {
      throw new Error('the shop is broken');
    });
    app.post('/webhooks/async', express.raw({ type: '*/*' }), async () => {
      throw new Error('the shop is broken');
    });
    app.use((error: Error, _request: Request, response: Response, _next: unknown) => {
      response.status(500).send(error.message);
    });
    const port = await listeningServer(app);
    for (const path of ['sync', 'async']) {
      const url = `http://127.0.0.1:${port}/webhooks/${path}`;
      const answer = await fetch(url, { method: 'POST', ...signedWebhook('ord_1') });
      expect([answer.status, await answer.text()]).toEqual([500, 'the shop is broken']);
    }
    expect(told).toEqual([]);
  });

  it('that answers without reading the body is not held up, and is overheard when the server reads the rest', async () => {
    const { service, told, series } = watchedService();
    service.noteCreated({ orderId: 'ord_1' });
    const port = await listeningServer((request, response) =>
      service.middleware(request, response, () => response.writeHead(204).end()),
    );
    const { headers, body } = signedWebhook('ord_1');
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body });
    expect(answer.status).toBe(204);
    expect(await series()).toEqual(delivered);
    expect(told).toEqual([]);
  });

  it('that parses before the middleware without the hook is told once how to mend it', async () => {
    const { post, told, series, got } = await shop((app, { service }) =>
      app.use(express.json()).use('/webhooks', service.middleware),
    );
    for (const id of ['ord_1', 'ord_2']) expect((await post(signedWebhook(id))).status).toBe(202);
    expect(got).toHaveLength(2);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ kind: 'no_raw_body' });
    expect(told[0]?.message).toContain('express.json({ verify: service.rawBody })');
    expect(await series()).toEqual({ 'watch_faults_total{kind="no_raw_body"}': 2 });
  });

  it('whose connection is cut in the middle of a body keeps nothing of it', async () => {
    const { service, series, told } = watchedService();
    const closed: Promise<unknown>[] = [];
    const server = createServer((request, response) => {
      closed.push(new Promise((resolve) => request.once('close', resolve)));
      service.middleware(request, response, () => request.on('error', () => {}).resume());
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { headers, body } = signedWebhook('ord_1');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const head = Object.entries({ host: 'x', 'content-length': String(body.length), ...headers });
    socket.write(
      `POST / HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n{"ev`,
    );
    await once(server, 'request');
    socket.destroy();
    await Promise.all(closed);
    expect(await series()).toEqual({});
    expect(told).toEqual([]);
  });
});
