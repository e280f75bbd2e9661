// The loop as one would put it together from well-known parts in an afternoon: autocannon, express, a Map, a histogram.
import autocannon from 'autocannon';
import express from 'express';
import { apiKey, connections, order, warmUpMs } from '../settings.mjs';
import { checkWebhook } from './check-webhook.mjs';
import { contest } from './contest.mjs';

await contest(({ apiUrl, webhookPort, seconds, ratePerSecond, figures, finished }) => {
  const app = express();
  app.post('/webhooks', express.raw({ type: '*/*' }), (request, response) => {
    const webhook = checkWebhook(request.headers, request.body);
    response.status(webhook === null ? 401 : 204).end();
    if (webhook !== null) figures.webhook(webhook.order_id);
  });
  app.listen(webhookPort, '127.0.0.1', () => {
    const cannon = autocannon({
      url: `${apiUrl}/v1/orders`,
      connections,
      duration: Math.ceil(warmUpMs / 1000 + seconds + 1),
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
          },
        },
      ],
    });
    cannon.on('done', finished);
  });
});
