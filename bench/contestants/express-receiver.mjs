// A webhook endpoint as express's own documentation would have it: the raw body, the check, the parsed webhook.
import express from 'express';
import { checkWebhook } from './check-webhook.mjs';
import { receive } from './receive.mjs';

await receive((take) => {
  const app = express();
  app.post('/webhooks', express.raw({ type: '*/*' }), (request, response) => {
    const webhook = checkWebhook(request.headers, request.body);
    response.status(webhook === null ? 401 : 204).end();
    if (webhook !== null) take();
  });
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => resolve(server.address().port));
  });
});
