import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type DialectName, dialectNames, type ServerOrder } from '../../src/contract/dialect.js';
import { dialects } from '../../src/contract/dialects.js';
import { maxBodyBytes } from '../../src/contract/endpoints.js';
import { type SignatureSchemeName, signatureSchemeNames } from '../../src/contract/signature-scheme.js';
import { signatureSchemes } from '../../src/contract/signature-schemes.js';
import type { OrderEvent } from '../../src/order-event.js';
import { type Receiver, type ReceiverOptions, startReceiver } from '../../src/receiver/receiver.js';

const secret = Buffer.from('an example secret of 32 bytes!!!');
const wallStartMs = 1_779_100_000_000;
const secretCode = 'CODE-4711-SECRET';
const order: ServerOrder = {
  orderId: 'ord_1',
  state: 'delivered',
  createdAt: '2026-05-18T10:24:00.000Z',
  unitPriceCents: 100,
  failureReason: null,
  codes: [secretCode],
  codeType: 'pin',
  changedAt: '2026-05-18T10:24:31.000Z',
};

const open: Receiver[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((receiver) => receiver.close()));
});

/** A receiver on a free port whose clock stands still until the test moves it. */
async function receiver(
  dialect: DialectName = 'header-key',
  scheme: SignatureSchemeName = 'standard',
  options: Partial<ReceiverOptions> = {},
) {
  const events: OrderEvent[] = [];
  const handledMs: number[] = [];
  const time = { nowMs: 1000 };
  const started = await startReceiver({
    host: '127.0.0.1',
    port: 0,
    path: '/webhooks',
    dialect: dialects[dialect],
    scheme: signatureSchemes[scheme],
    secret,
    clock: { nowMs: () => time.nowMs, wallMs: (atMs) => wallStartMs + atMs },
    emit: (event) => events.push(event),
    handled: (durationMs) => handledMs.push(durationMs),
    ...options,
  });
  open.push(started);
  return { ...started, events, handledMs, time };
}

function signed(body: string | Buffer, scheme: SignatureSchemeName = 'standard', key = secret) {
  return signatureSchemes[scheme].sign(key, 'msg_1', wallStartMs / 1000, Buffer.from(body));
}

/** Posts and gives the status. `between` runs after the headers have arrived and before the body is sent. */
function post(
  url: string,
  headers: OutgoingHttpHeaders,
  body: string | Buffer,
  between?: () => Promise<void>,
) {
  return new Promise<number>((resolve, reject) => {
    const request = httpRequest(url, { method: 'POST', headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    request.on('error', reject);
    if (between === undefined) {
      request.end(body);
      return;
    }
    request.flushHeaders();
    between().then(() => request.end(body), reject);
  });
}

describe.each(dialectNames)('a webhook of the %s dialect', (dialect) => {
  it.each(signatureSchemeNames)('signed with the %s scheme is taken and answered 204', async (scheme) => {
    const { url, events, handledMs } = await receiver(dialect, scheme);
    const body = dialects[dialect].encodeWebhook(order, secret);
    expect(await post(url, signed(body, scheme), body)).toBe(204);
    expect(events).toEqual([
      {
        kind: 'webhook',
        atMs: 1000,
        webhookId: scheme === 'standard' ? 'msg_1' : null,
        orderId: 'ord_1',
        state: 'delivered',
        reason: null,
        unlistedReason: null,
        codes: 'opened',
      },
    ]);
    expect(handledMs).toEqual([0]);
    expect(JSON.stringify(events)).not.toContain(secretCode);
  });

  it.each(signatureSchemeNames)(
    'with a wrong %s signature is answered 401 and counted as forged',
    async (scheme) => {
      const { url, events } = await receiver(dialect, scheme);
      const body = dialects[dialect].encodeWebhook(order, secret);
      expect(await post(url, signed(body, scheme, Buffer.alloc(32, 1)), body)).toBe(401);
      expect(await post(url, {}, body)).toBe(401);
      expect(events.map((event) => (event.kind === 'webhook_rejected' ? event.verdict : event.kind))).toEqual(
        ['forged', 'forged'],
      );
    },
  );

  it('of a failure for a reason that no guide names is told, with a violation beside it', async () => {
    const { url, events } = await receiver(dialect);
    const body = dialects[dialect].encodeWebhook(
      { ...order, state: 'failed', failureReason: 'cosmic_rays' },
      secret,
    );
    expect(await post(url, signed(body), body)).toBe(204);
    expect(events).toMatchObject([
      { kind: 'webhook', state: 'failed', reason: 'other', unlistedReason: 'cosmic_rays', codes: null },
      {
        kind: 'violation',
        place: 'webhook',
        violation: 'unknown_reason',
        explanation: 'failure_reason of the webhook is "cosmic_rays", which no guide names',
      },
    ]);
  });

  it('that is authentic but not readable is answered 204, counted and explained', async () => {
    const { url, events } = await receiver(dialect);
    const body = '{"event":"order.delivered","order_id":';
    expect(await post(url, signed(body), body)).toBe(204);
    const why = 'the webhook is not JSON (38 bytes)';
    expect(events).toEqual([
      { kind: 'webhook_rejected', atMs: 1000, verdict: 'malformed', why },
      { kind: 'violation', atMs: 1000, place: 'webhook', violation: 'not_json', explanation: why },
    ]);
  });
});

describe('the receiver', () => {
  it('stamps a webhook when its headers come, before its body does', async () => {
    const { url, events, handledMs, time } = await receiver();
    const body = dialects['header-key'].encodeWebhook(order, secret);
    let seenHeaders = () => {};
    const headersSeen = new Promise<void>((resolve) => {
      seenHeaders = resolve;
    });
    const stamped = await receiver('header-key', 'standard', {
      clock: {
        nowMs: () => {
          seenHeaders();
          return time.nowMs;
        },
        wallMs: (atMs) => wallStartMs + atMs,
      },
      emit: (event) => events.push(event),
      handled: (durationMs) => handledMs.push(durationMs),
    });
    const status = await post(
      stamped.url,
      { ...signed(body), 'content-length': body.length },
      body,
      async () => {
        await headersSeen;
        time.nowMs = 1750;
      },
    );
    expect(status).toBe(204);
    expect(events.map(({ atMs }) => atMs)).toEqual([1000]);
    expect(handledMs).toEqual([750]);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[0-9]+\/webhooks$/);
  });

  it('takes a body of exactly 64 KiB, and answers 413 to one byte more', async () => {
    const { url, events } = await receiver();
    const webhook = dialects['header-key'].encodeWebhook(order, secret);
    const whole = webhook + ' '.repeat(maxBodyBytes - webhook.length);
    expect(await post(url, signed(whole), whole)).toBe(204);
    expect(await post(url, signed(`${whole} `), `${whole} `)).toBe(413);
    expect(events.map(({ kind }) => kind)).toEqual(['webhook', 'webhook_rejected', 'violation']);
    expect(events[1]).toMatchObject({
      verdict: 'malformed',
      why: 'the webhook has 65537 bytes; at most 65536 are read',
    });
  });

  it('counts codes that can not be opened, and takes the webhook all the same', async () => {
    const { url, events } = await receiver('body-key');
    const body = dialects['body-key'].encodeWebhook(order, Buffer.alloc(32, 9));
    expect(await post(url, signed(body), body)).toBe(204);
    expect(events).toMatchObject([{ kind: 'webhook', state: 'delivered', codes: 'failed' }]);
  });

  it('calls codes failed when one of several can not be opened', async () => {
    const { url, events } = await receiver('body-key');
    const [good, bad] = [secret, Buffer.alloc(32, 9)].map(
      (key) => (JSON.parse(dialects['body-key'].encodeWebhook(order, key)) as { codes: object[] }).codes,
    );
    const codes = [...(good ?? []), ...(bad ?? [])];
    const body = JSON.stringify({ event: 'order.delivered', order_id: 'ord_1', codes });
    expect(await post(url, signed(body), body)).toBe(204);
    expect(events).toMatchObject([{ codes: 'failed' }]);
  });

  it('refuses a signature of long ago and one of the future', async () => {
    const { url, events } = await receiver();
    const body = dialects['header-key'].encodeWebhook(order, secret);
    for (const awayS of [-302, 302]) {
      const headers = signatureSchemes.standard.sign(
        secret,
        'msg_1',
        wallStartMs / 1000 + awayS,
        Buffer.from(body),
      );
      expect(await post(url, headers, body)).toBe(401);
    }
    expect(events).toHaveLength(2);
    expect(events[0]).toMatchObject({
      verdict: 'forged',
      why: "the timestamp is 303 s away from this machine's clock; at most 300 s are allowed",
    });
  });

  it('refuses a webhook whose signature headers came twice', async () => {
    const { url, events } = await receiver();
    const body = dialects['header-key'].encodeWebhook(order, secret);
    const headers = signed(body);
    const signature = headers['webhook-signature'] ?? '';
    expect(await post(url, { ...headers, 'webhook-id': ['msg_1', 'msg_1'] }, body)).toBe(401);
    expect(await post(url, { ...headers, 'webhook-signature': [signature, 'v1,x'] }, body)).toBe(401);
    expect(events).toHaveLength(2);
  });

  it('answers 404 on other paths and methods, and tells nobody', async () => {
    const { url, events } = await receiver();
    const body = dialects['header-key'].encodeWebhook(order, secret);
    expect(await post(`${url}/other`, signed(body), body)).toBe(404);
    expect(await post(`${url}?a=1`, signed(body), body)).toBe(404);
    const answer = await fetch(url);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toBe('Nothing here: webhooks are sent by POST to the path of the profile.\n');
    expect(events).toEqual([]);
  });

  it('rejects with EADDRINUSE when its port is taken', async () => {
    const { url } = await receiver();
    const port = Number(new URL(url).port);
    await expect(receiver('header-key', 'standard', { port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('closes with connections still open', async () => {
    const { url, close } = await receiver();
    const answer = await fetch(url, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(401);
    await close();
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});
