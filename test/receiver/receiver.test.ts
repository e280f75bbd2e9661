import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { dialectNames } from '../../src/contract/dialect.js';
import { dialects } from '../../src/contract/dialects.js';
import { maxBodyBytes } from '../../src/contract/endpoints.js';
import { signatureSchemeNames } from '../../src/contract/signature-scheme.js';
import { signatureSchemes } from '../../src/contract/signature-schemes.js';
import { receiverLimits } from '../../src/receiver/receiver-limits.js';
import {
  closeOpened,
  order,
  rawConnection,
  rawWebhook,
  startedReceiver as receiver,
  secret,
  secretCode,
  signed,
  wallStartMs,
} from './receiver-under-test.js';

afterEach(closeOpened);

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
  it('stamps a webhook when its headers come, and does not count the wait for its body as its own time', async () => {
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
    // A slow network is no slow receiver.
    expect(handledMs).toEqual([0]);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[0-9]+\/webhooks$/);
  });

  it('takes a body of exactly 64 KiB, and answers 413 to one byte more', async () => {
    const { url, events } = await receiver();
    const webhook = dialects['header-key'].encodeWebhook(order, secret);
    const whole = webhook + ' '.repeat(maxBodyBytes - webhook.length);
    expect(await post(url, signed(whole), whole)).toBe(204);
    expect(await post(url, signed(`${whole} `), `${whole} `)).toBe(413);
    expect(events.map(({ kind }) => kind)).toEqual(['webhook', 'webhook_rejected']);
    expect(events[1]).toMatchObject({
      verdict: 'malformed',
      why: 'the webhook has 65537 bytes or more; at most 65536 are read',
    });
  });

  it('counts codes that can not be opened, and takes the webhook all the same', async () => {
    const { url, events } = await receiver('body-key');
    const body = dialects['body-key'].encodeWebhook(order, Buffer.alloc(32, 9));
    expect(await post(url, signed(body), body)).toBe(204);
    expect(events).toMatchObject([
      { kind: 'webhook', state: 'delivered', codes: 'failed', codeFailure: 'auth_tag' },
    ]);
  });

  it('says of a code that is none that its format is wrong', async () => {
    const { url, events } = await receiver('body-key');
    const codes = [{ type: 'pin', value: 'AAAA', redeem_url: 'https://redeem.example/1' }];
    const body = JSON.stringify({ event: 'order.delivered', order_id: 'ord_1', codes });
    expect(await post(url, signed(body), body)).toBe(204);
    expect(events).toMatchObject([{ codes: 'failed', codeFailure: 'format' }]);
  });

  it('tells how long after its own time a final webhook came, and nothing where it tells none', async () => {
    const transitMs: (number | null)[] = [];
    const { url } = await receiver('header-key', 'standard', {
      handled: (_durationMs, eachTransitMs) => transitMs.push(eachTransitMs),
    });
    const at = (wallMs: number) => new Date(wallMs).toISOString();
    for (const [state, changedAt] of [
      ['delivered', at(wallStartMs + 1000 - 250)],
      ['delivered', at(wallStartMs + 1000 + 40)],
      ['processing', at(wallStartMs)],
    ] as const) {
      const body = dialects['header-key'].encodeWebhook({ ...order, state, changedAt }, secret);
      expect(await post(url, signed(body), body)).toBe(204);
    }
    expect(transitMs).toEqual([250, -40, null]);
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
    expect(await answer.text()).toBe('');
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

describe('with several secrets', () => {
  const oldest = Buffer.alloc(32, 8);
  const old = Buffer.alloc(32, 9);
  const options = { oldSecrets: [old, oldest] };
  const flagOf = (event: object | undefined) => event && 'oldSecret' in event && event.oldSecret;

  it.each(signatureSchemeNames)('a webhook by the newest is taken and not marked (%s)', async (scheme) => {
    const { url, events } = await receiver('body-key', scheme, options);
    const body = dialects['body-key'].encodeWebhook(order, secret);
    expect(await post(url, signed(body, scheme), body)).toBe(204);
    expect(events).toMatchObject([{ kind: 'webhook', codes: 'opened' }]);
    expect(events[0]).not.toHaveProperty('oldSecret');
  });

  it.each(signatureSchemeNames)('one by any older is taken, opened and marked (%s)', async (scheme) => {
    const { url, events } = await receiver('body-key', scheme, options);
    for (const key of [old, oldest]) {
      const body = dialects['body-key'].encodeWebhook(order, key);
      expect(await post(url, signed(body, scheme, key), body)).toBe(204);
    }
    expect(events).toMatchObject([
      { kind: 'webhook', codes: 'opened', oldSecret: true },
      { kind: 'webhook', codes: 'opened', oldSecret: true },
    ]);
  });

  it('codes that were sealed before the change are opened, and mark their webhook', async () => {
    const { url, events } = await receiver('body-key', 'standard', options);
    const body = dialects['body-key'].encodeWebhook(order, oldest);
    expect(await post(url, signed(body), body)).toBe(204);
    expect(events).toMatchObject([{ kind: 'webhook', codes: 'opened', oldSecret: true }]);
  });

  it('a sender that signs with the new and the old one uses the new one', async () => {
    const { url, events } = await receiver('header-key', 'standard', options);
    const body = dialects['header-key'].encodeWebhook(order, secret);
    const both = [old, secret].map((key) => signed(body, 'standard', key)['webhook-signature']);
    expect(await post(url, { ...signed(body), 'webhook-signature': both.join(' ') }, body)).toBe(204);
    expect(events).toHaveLength(1);
    expect(flagOf(events[0])).toBe(false);
  });

  it('a secret that is not among them proves nothing', async () => {
    const { url, events } = await receiver('header-key', 'standard', options);
    const body = dialects['header-key'].encodeWebhook(order, secret);
    expect(await post(url, signed(body, 'standard', Buffer.alloc(32, 1)), body)).toBe(401);
    expect(events).toMatchObject([{ kind: 'webhook_rejected', verdict: 'forged' }]);
  });
});

describe('with a journal that has to hold a webhook first', () => {
  const body = dialects['header-key'].encodeWebhook(order, secret);

  it('a webhook is told at once and answered 204 only when it is safe', async () => {
    let safe: (isSafe: boolean) => void = () => {};
    const happened: string[] = [];
    const { url } = await receiver('header-key', 'standard', {
      emit: ({ kind }) => happened.push(kind),
      durable: () => {
        happened.push('asked');
        return new Promise((resolve) => {
          safe = resolve;
        });
      },
    });
    const answered = post(url, signed(body), body).then((status) => happened.push(`answered ${status}`));
    while (happened.length < 2) await new Promise(setImmediate);
    // A second round trip: had the first been answered too early, that answer would be here by now.
    expect(await post(`${url}/other`, {}, '')).toBe(404);
    expect(happened).toEqual(['webhook', 'asked']);
    safe(true);
    await answered;
    expect(happened).toEqual(['webhook', 'asked', 'answered 204']);
  });

  it.each([
    ['says that it can not', () => Promise.resolve(false)],
    ['fails', () => Promise.reject(new Error('the disk is full'))],
  ])('a webhook is answered 503 when the journal %s', async (_, durable) => {
    const { url, events } = await receiver('header-key', 'standard', { durable });
    expect(await post(url, signed(body), body)).toBe(503);
    expect(events).toMatchObject([{ kind: 'webhook', orderId: 'ord_1' }]);
  });

  it('an authentic webhook that can not be read has to be safe, too', async () => {
    const { url, events } = await receiver('header-key', 'standard', {
      durable: () => Promise.resolve(false),
    });
    expect(await post(url, signed('{}'), '{}')).toBe(503);
    expect(events.map(({ kind }) => kind)).toEqual(['webhook_rejected', 'violation']);
  });

  it('strangers are refused without asking it', async () => {
    let asked = 0;
    const { url } = await receiver('header-key', 'standard', {
      durable: () => {
        asked += 1;
        return Promise.resolve(true);
      },
    });
    expect(await post(url, signed(body, 'standard', Buffer.alloc(32, 1)), body)).toBe(401);
    expect(await post(url, { ...signed(body), 'content-encoding': 'gzip' }, body)).toBe(415);
    expect(asked).toBe(0);
  });

  it('more webhooks than may wait for it are answered 503 before they count', async () => {
    const waiting: ((isSafe: boolean) => void)[] = [];
    const { port, events, turnedAway } = await receiver('header-key', 'standard', {
      durable: () => new Promise((resolve) => waiting.push(resolve)),
    });
    const { socket, answers } = await rawConnection(port);
    // One behind the other on one connection, as no sender does that waits for its answers.
    socket.write(rawWebhook(body).repeat(receiverLimits.unanswered + 3));
    while (turnedAway().overflowed < 3) await new Promise(setImmediate);
    expect(events).toHaveLength(receiverLimits.unanswered);
    for (const settle of waiting) settle(true);
    const statuses = await answers(receiverLimits.unanswered + 3);
    expect(statuses.filter((status) => status === 204)).toHaveLength(receiverLimits.unanswered);
    expect(statuses.filter((status) => status === 503)).toHaveLength(3);
  });
});
