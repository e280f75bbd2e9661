// The least that a webhook endpoint on node:http can do: collect the body, check it, parse it, answer.
import { createServer } from 'node:http';
import { checkWebhook } from './check-webhook.mjs';
import { receive } from './receive.mjs';

await receive((take) => {
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
      const webhook = checkWebhook(request.headers, body);
      response.statusCode = webhook === null ? 401 : 204;
      response.end();
      if (webhook !== null) take();
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
});
