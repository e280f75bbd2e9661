// Sends signed webhooks as fast as they are answered, one at a time on each connection. Raw sockets and webhooks signed
// beforehand, because it has to be faster than every receiver. Forked with the receiver's port and the number of webhooks;
// tells how long it took, from the first byte to the last answer.
import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { connections, webhookSecret } from '../settings.mjs';

const [port, count] = process.argv.slice(2).map(Number);
const seconds = Math.floor(Date.now() / 1000);
const messages = Array.from({ length: count }, (_, n) => message(n));
let sent = 0;
let answered = 0;

function message(n) {
  const body =
    `{"event":"order.delivered","order_id":"ord_bench_${String(n).padStart(12, '0')}","status":"delivered",` +
    `"delivery_data":{"code":"BENCH-0000-0000-0000"},"delivered_at":"${new Date().toISOString()}"}`;
  const id = `msg_${n}`;
  const signature = createHmac('sha256', webhookSecret).update(`${id}.${seconds}.${body}`).digest('base64');
  return Buffer.from(
    `POST /webhooks HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\n` +
      `webhook-id: ${id}\r\nwebhook-timestamp: ${seconds}\r\nwebhook-signature: v1,${signature}\r\n` +
      `content-length: ${body.length}\r\n\r\n${body}`,
  );
}

let startMs = 0;
process.on('message', () => {
  startMs = performance.now();
  for (let connection = 0; connection < connections; connection += 1) open();
});
process.send('ready');

function open() {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const next = () => {
    if (sent < count) socket.write(messages[sent++]);
  };
  socket.once('connect', next);
  socket.on('data', (chunk) => {
    const status = chunk.latin1Slice(0, 12);
    if (status !== 'HTTP/1.1 204') throw new Error(`a webhook was answered ${status}`);
    answered += 1;
    if (answered === count) process.send({ perSecond: (count / (performance.now() - startMs)) * 1000 });
    else next();
  });
}
process.on('disconnect', () => process.exit(0));
