// A lean order API for the bench: answers each create call and at once sends the signed webhook that brings the code. On
// raw sockets, because it has to be faster than everything that is measured against it. Forked with the port that
// webhooks go to; says its own port when it listens.
import { connect, createServer } from 'node:net';
import { hmacSha256 } from '../../dist/contract/hmac.js';
import { connections, webhookSecret } from '../settings.mjs';

const webhookPort = Number(process.argv[2]);
const headEnd = Buffer.from('\r\n\r\n');
const createdAt = new Date().toISOString();
const notFound = 'HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n';

let orders = 0;
let webhooks = 0;
/** Webhook bodies that wait for a connection, from `head` on. */
let waiting = [];
let head = 0;
/** Connections on which no webhook waits for its answer. */
const idle = [];

const server = createServer({ noDelay: true }, (socket) => {
  let rest = null;
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    const bytes = rest === null ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    let answers = '';
    for (let end = headEndOf(bytes, at); end > 0; end = headEndOf(bytes, at)) {
      const text = bytes.latin1Slice(at, end);
      const next = end + bodyBytes(text);
      if (next > bytes.length) break;
      answers += answer(text);
      at = next;
    }
    rest = at === bytes.length ? null : bytes.subarray(at);
    if (answers !== '') socket.write(answers, 'latin1');
    deliver();
  });
});

/** Where the body begins; 0 while the head is not complete. */
function headEndOf(bytes, at) {
  const found = bytes.indexOf(headEnd, at);
  return found < 0 ? 0 : found + headEnd.length;
}

function bodyBytes(text) {
  const length = /\r\ncontent-length: *(\d+)/i.exec(text);
  return length === null ? 0 : Number(length[1]);
}

/** Only orders are sold here: no catalogue, no balance, no status. */
function answer(text) {
  if (!text.startsWith('POST /v1/orders ')) return notFound;
  orders += 1;
  const orderId = `ord_bench_${String(orders).padStart(12, '0')}`;
  waiting.push(
    `{"event":"order.delivered","order_id":"${orderId}","status":"delivered",` +
      `"delivery_data":{"code":"BENCH-0000-0000-0000"},"delivered_at":"${createdAt}"}`,
  );
  const body = `{"order_id":"${orderId}","status":"pending","created_at":"${createdAt}"}`;
  return `HTTP/1.1 202 Accepted\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

/** One webhook at a time on each connection, as a real sender does. */
function deliver() {
  for (; head < waiting.length && idle.length > 0; head += 1) idle.pop().send(waiting[head]);
  if (head === waiting.length) {
    waiting = [];
    head = 0;
  }
}

function webhook(body) {
  webhooks += 1;
  const id = `msg_${webhooks}`;
  const seconds = Math.floor(Date.now() / 1000);
  const signature = hmacSha256(webhookSecret, `${id}.${seconds}.`, Buffer.from(body, 'latin1'), 'base64');
  return (
    `POST /webhooks HTTP/1.1\r\nhost: 127.0.0.1:${webhookPort}\r\ncontent-type: application/json\r\n` +
    `webhook-id: ${id}\r\nwebhook-timestamp: ${seconds}\r\nwebhook-signature: v1,${signature}\r\n` +
    `content-length: ${body.length}\r\n\r\n${body}`
  );
}

/** A sender's connection: what it answers has no body. What was sent on one that is closed unanswered goes to another. */
function openSender() {
  const socket = connect({ port: webhookPort, host: '127.0.0.1', noDelay: true });
  let unanswered = null;
  let tail = '';
  const sender = {
    send(body) {
      unanswered = body;
      socket.write(webhook(body), 'latin1');
    },
  };
  const isFree = () => {
    unanswered = null;
    idle.push(sender);
    deliver();
  };
  socket.once('connect', isFree);
  socket.on('error', () => socket.destroy());
  socket.once('close', () => {
    const at = idle.indexOf(sender);
    if (at >= 0) idle.splice(at, 1);
    if (unanswered !== null) waiting.push(unanswered);
    setTimeout(openSender, 20);
  });
  socket.on('data', (chunk) => {
    tail += chunk.latin1Slice();
    // A connection that waited too long for its first webhook: the receiver closes it, and so comes another.
    if (!tail.endsWith('\r\n\r\n') || tail.startsWith('HTTP/1.1 408')) return;
    if (!tail.startsWith('HTTP/1.1 20')) throw new Error(`a webhook was answered ${tail.split('\r\n', 1)}`);
    tail = '';
    isFree();
  });
}

for (let count = 0; count < connections; count += 1) openSender();
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
