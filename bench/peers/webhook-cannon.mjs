// Sends signed webhooks as fast as they are answered, one at a time on each connection, for as long as it is told to. Raw sockets and webhooks signed
// beforehand, because it has to be faster than every receiver. Forked with the receiver's port; tells how many a second were answered in a
// stretch, and how many so far.
import { connect } from 'node:net';
import { hmacSha256 } from '../../dist/contract/hmac.js';
import { connections, leadMs, webhookSecret } from '../settings.mjs';

/** They are sent again and again: no receiver remembers them. */
const different = 10_000;
const port = Number(process.argv[2]);
const seconds = Math.floor(Date.now() / 1000);
const messages = Array.from({ length: different }, (_, n) => message(n));
let sent = 0;
let answered = 0;

function message(n) {
  const body =
    `{"event":"order.delivered","order_id":"ord_bench_${String(n).padStart(12, '0')}","status":"delivered",` +
    `"delivery_data":{"code":"BENCH-0000-0000-0000"},"delivered_at":"${new Date().toISOString()}"}`;
  const id = `msg_${n}`;
  const signature = hmacSha256(webhookSecret, `${id}.${seconds}.`, Buffer.from(body, 'latin1'), 'base64');
  return Buffer.from(
    `POST /webhooks HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\n` +
      `webhook-id: ${id}\r\nwebhook-timestamp: ${seconds}\r\nwebhook-signature: v1,${signature}\r\n` +
      `content-length: ${body.length}\r\n\r\n${body}`,
  );
}

/** Counts the answers of `forMs`, from when the connections have their speed. */
async function fire(forMs) {
  const fromMs = performance.now() + leadMs;
  const edges = [];
  const goesOn = () => {
    const nowMs = performance.now();
    if (nowMs >= (edges.length === 0 ? fromMs : fromMs + forMs)) edges.push({ nowMs, answered });
    return edges.length < 2;
  };
  await Promise.all(Array.from({ length: connections }, () => sendWhile(goesOn)));
  const [first, last] = edges;
  const perSecond = ((last.answered - first.answered) / (last.nowMs - first.nowMs)) * 1000;
  process.send({ perSecond, answered });
}

/** On a connection of its own; settles when its last webhook is answered. */
function sendWhile(goesOn) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const next = () => socket.write(messages[sent++ % different]);
  socket.once('connect', next);
  return new Promise((resolve) => {
    socket.on('data', (chunk) => {
      const status = chunk.latin1Slice(0, 12);
      if (status !== 'HTTP/1.1 204') throw new Error(`a webhook was answered ${status}`);
      answered += 1;
      if (goesOn()) next();
      else resolve(socket.destroy());
    });
  });
}

process.on('message', ({ forMs }) => fire(forMs));
process.on('disconnect', () => process.exit(0));
process.send('ready');
