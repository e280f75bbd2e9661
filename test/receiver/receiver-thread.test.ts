import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { monotonicClock } from '../../src/clock.js';
import { dialects } from '../../src/contract/dialects.js';
import { signatureSchemes } from '../../src/contract/signature-schemes.js';
import type { OrderEvent } from '../../src/order-event.js';
import { ReceiverThread, type ReceiverThreadOptions } from '../../src/receiver/receiver-thread.js';
import { order, secret } from './receiver-under-test.js';

const threads: ReceiverThread[] = [];
afterEach(async () => {
  await Promise.all(threads.splice(0).map((thread) => thread.close()));
});

function startedThread(): ReceiverThread {
  const thread = new ReceiverThread();
  threads.push(thread);
  return thread;
}

async function listening(options: Partial<ReceiverThreadOptions> = {}) {
  const thread = startedThread();
  const events: OrderEvent[] = [];
  let told: () => void = () => {};
  const url = await thread.listen({
    host: '127.0.0.1',
    port: 0,
    path: '/webhooks',
    dialect: 'header-key',
    signature: 'standard',
    secret,
    oldSecrets: [],
    clock: monotonicClock,
    emit: (event) => {
      events.push(event);
      told();
    },
    ...options,
  });
  const until = async (count: number): Promise<OrderEvent[]> => {
    while (events.length < count)
      await new Promise<void>((resolve) => {
        told = resolve;
      });
    return events;
  };
  return { thread, url, events, until };
}

const body = dialects['header-key'].encodeWebhook(order, secret);

function signedNow(webhookId: string): Record<string, string> {
  return signatureSchemes.standard.sign(secret, webhookId, Math.floor(Date.now() / 1000), Buffer.from(body));
}

async function post(url: string, webhookId = 'msg_1'): Promise<number> {
  const { status } = await fetch(url, { method: 'POST', body, headers: signedNow(webhookId) });
  return status;
}

/** Posts from another process, while this thread stands still; gives the status. */
function postMeanwhile(url: string): number {
  const init = JSON.stringify({ method: 'POST', body: String(body), headers: signedNow('msg_1') });
  const script = `fetch('${url}', ${init}).then(({ status }) => process.stdout.write(String(status)))`;
  return Number(execFileSync(process.execPath, ['-e', script]));
}

describe('the thread of the receiver', () => {
  it('stamps and answers a webhook while the thread that measures stands still', async () => {
    const { url, until } = await listening();
    const beforeMs = monotonicClock.nowMs();
    expect(postMeanwhile(url)).toBe(204);
    // Whatever comes from now on was there before: nothing was taken yet.
    const stillMs = monotonicClock.nowMs();
    const [event] = await until(1);
    expect(event).toMatchObject({ kind: 'webhook', webhookId: 'msg_1', orderId: 'ord_1', codes: 'opened' });
    expect(event?.atMs).toBeGreaterThan(beforeMs);
    expect(event?.atMs).toBeLessThan(stillMs);
  });

  it('acknowledges only what is said to be safe, where that is asked for', async () => {
    const answers: boolean[] = [];
    const { url, events } = await listening({
      durable: async () => {
        answers.push(answers.length > 0);
        return answers.length > 1;
      },
    });
    expect(await post(url, 'msg_1')).toBe(503);
    expect(await post(url, 'msg_2')).toBe(204);
    expect(events.map((event) => event.kind === 'webhook' && event.webhookId)).toEqual(['msg_1', 'msg_2']);
  });

  it('answers 503 where nobody can say whether it is safe', async () => {
    const { url } = await listening({ durable: () => Promise.reject(new Error('the disk is gone')) });
    expect(await post(url)).toBe(503);
  });

  it('tells how long each webhook was in its hands, and how late its event loop was, 50 looks at a time', async () => {
    const handled: [number, number | null][] = [];
    const late = new Promise<readonly number[]>((resolve) => {
      void listening({ late: resolve, handled: (...times) => handled.push(times) }).then(
        async ({ url, until }) => {
          await post(url);
          await until(1);
        },
      );
    });
    const lateMs = await late;
    expect(lateMs).toHaveLength(50);
    expect(Math.min(...lateMs)).toBeGreaterThanOrEqual(0);
    expect(handled).toHaveLength(1);
    expect(handled[0]?.[0]).toBeGreaterThan(0);
    expect(handled[0]?.[1]).toBeCloseTo(Date.now() - Date.parse(order.changedAt), -6);
  });

  it('takes what the thread has to tell before it ends, and gives the port back', async () => {
    const { thread, url, events } = await listening();
    const forged = {
      method: 'POST',
      body,
      headers: { ...signedNow('msg_1'), 'webhook-signature': 'v1,AAAA' },
    };
    await Promise.all(Array.from({ length: 30 }, () => fetch(url, forged)));
    await thread.close();
    const counts = events.map((event) => (event.kind === 'webhook_rejected' ? (event.count ?? 1) : 0));
    expect(counts.reduce((sum, count) => sum + count)).toBe(30);
    const { port } = new URL(url);
    const server = createServer().listen(Number(port), '127.0.0.1');
    await once(server, 'listening');
    await once(server.close(), 'close');
  });

  it('rejects with the error of the system where it cannot listen', async () => {
    const { url } = await listening();
    await expect(listening({ port: Number(new URL(url).port) })).rejects.toMatchObject({
      code: 'EADDRINUSE',
      message: expect.stringContaining('EADDRINUSE'),
    });
  });

  it('ends when it is told to while it opens', async () => {
    const taken = await listening();
    const { port } = new URL(taken.url);
    // A name has to be looked up first, which takes a while.
    for (const options of [{ host: 'localhost' }, { port: Number(port) }]) {
      const opening = Promise.allSettled([listening(options)]);
      const thread = threads.at(-1);
      await thread?.close();
      const [{ status }] = await opening;
      expect(status).toBe('host' in options ? 'fulfilled' : 'rejected');
    }
  });

  it('ends, and says so, whether it was told to listen or not', async () => {
    const thread = startedThread();
    await thread.close();
    expect(await thread.ended).toBe('the thread of the webhook receiver ended');
    await thread.close();
  });
});
