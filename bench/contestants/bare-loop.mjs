// The same loop with nothing between the sockets and the histogram: undici's dispatch and node:http. No schedule, no retries,
// no journal, no ledger: the least that anything built on these two can cost.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Pool } from 'undici';
import { apiKey, connections, order } from '../settings.mjs';
import { checkWebhook } from './check-webhook.mjs';
import { contest } from './contest.mjs';

await contest(async ({ apiUrl, webhookPort, figures }) => {
  const pool = new Pool(apiUrl, { connections, pipelining: 1 });
  /** Orders of all stretches. */
  let sent = 0;
  let stretch = null;
  const send = () => {
    sent += 1;
    const sentMs = performance.now();
    const chunks = [];
    pool.dispatch(
      {
        method: 'POST',
        path: '/v1/orders',
        headers: {
          authorization: `Bearer ${apiKey}`,
          'idempotency-key': crypto.randomUUID(),
          'content-type': 'application/json',
        },
        body: JSON.stringify(order),
      },
      {
        onRequestStart() {},
        onResponseStart() {},
        onResponseData(_controller, chunk) {
          chunks.push(chunk);
        },
        onResponseEnd() {
          const body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
          figures.answered(JSON.parse(body.toString()).order_id, sentMs);
          if (stretch.ratePerSecond === null && stretch.goesOn()) send();
          else over();
        },
        onResponseError(_controller, error) {
          throw error;
        },
      },
    );
  };
  const over = () => {
    if (figures.done === sent && !stretch.goesOn()) stretch.finished();
  };
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
      const webhook = checkWebhook(request.headers, body);
      response.statusCode = webhook === null ? 401 : 204;
      response.end();
      if (webhook !== null) figures.webhook(webhook.order_id);
      over();
    });
  });
  server.listen(webhookPort, '127.0.0.1');
  await once(server, 'listening');
  return (next) => {
    stretch = next;
    if (next.ratePerSecond === null) for (let count = 0; count < connections; count += 1) send();
    else paced(next, send, over);
  };
});

/** What is due goes once a millisecond, as timers allow. The last order may be done before it is time to stop. */
function paced({ ratePerSecond, goesOn }, send, over) {
  const startMs = performance.now();
  let due = 0;
  const ticking = setInterval(() => {
    for (; due < ((performance.now() - startMs) / 1000) * ratePerSecond; due += 1) send();
    if (goesOn()) return;
    clearInterval(ticking);
    over();
  }, 1);
}
