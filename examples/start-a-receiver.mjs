// Receives signed webhooks in a program of one's own: verified over the raw bytes, stamped on arrival.
// After `npm ci && npm run build`:  node examples/start-a-receiver.mjs
import { randomBytes } from 'node:crypto';
import { dialects, monotonicClock, signatureSchemes, startReceiver } from 'foxload';

const secret = randomBytes(32);
const scheme = signatureSchemes.standard;
const receiver = await startReceiver({
  host: '127.0.0.1',
  port: 0,
  path: '/webhooks',
  dialect: dialects['header-key'],
  scheme,
  secret,
  clock: monotonicClock,
  emit: (event) => console.log(event.kind, event.kind === 'webhook' ? event.state : ''),
});

// What a sender does: sign the body, post it.
const body = JSON.stringify({
  event: 'order.delivered',
  order_id: 'ord_1',
  status: 'delivered',
  delivery_data: { code: 'EXAMPLE' },
});
const headers = scheme.sign(secret, 'msg_1', Math.floor(Date.now() / 1000), Buffer.from(body));
const answer = await fetch(receiver.url, { method: 'POST', headers, body });
console.log(`answered with ${answer.status}`);
await receiver.close();
