// The loop as one would put it together from well-known parts in an afternoon: autocannon, express, a Map, a histogram.
import { once } from 'node:events';
import autocannon from 'autocannon';
import express from 'express';
import { apiKey, connections, order } from '../settings.mjs';
import { checkWebhook } from './check-webhook.mjs';
import { contest } from './contest.mjs';

/** It is stopped long before. */
const dayS = 86_400;
/** How often it looks whether it was stopped. */
const lookEveryMs = 50;

await contest(async ({ apiUrl, webhookPort, figures }) => {
  const app = express();
  app.post('/webhooks', express.raw({ type: '*/*' }), (request, response) => {
    const webhook = checkWebhook(request.headers, request.body);
    response.status(webhook === null ? 401 : 204).end();
    if (webhook !== null) figures.webhook(webhook.order_id);
  });
  const server = app.listen(webhookPort, '127.0.0.1');
  await once(server, 'listening');
  return ({ ratePerSecond, goesOn, finished }) => {
    const cannon = autocannon({
      url: `${apiUrl}/v1/orders`,
      connections,
      duration: dayS,
      sampleInt: lookEveryMs,
      ...(ratePerSecond === null ? {} : { overallRate: ratePerSecond }),
      requests: [
        {
          method: 'POST',
          setupRequest(request, context) {
            context.sentMs = performance.now();
            return {
              ...request,
              headers: {
                authorization: `Bearer ${apiKey}`,
                'content-type': 'application/json',
                'idempotency-key': crypto.randomUUID(),
              },
              body: JSON.stringify(order),
            };
          },
          onResponse(_status, body, context) {
            figures.answered(JSON.parse(body).order_id, context.sentMs);
            if (!goesOn()) cannon.stop();
          },
        },
      ],
    });
    cannon.on('done', finished);
  };
});
