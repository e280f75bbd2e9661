// How much a flood of forged webhooks delays genuine ones. Three processes: the receiver (this one), a sender of genuine
// webhooks at a steady rate, and strangers whose webhooks have everything but the right signature. Prints a table.
//
//   npm run build && node scripts/measure-webhook-flood.mjs [seconds a row, 10] [forged a second, ... 0 2000 5000]
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { dialects, monotonicClock, signatureSchemes, startReceiver } from '../dist/index.js';

const secret = Buffer.alloc(32, 7);
const genuinePerSecond = 200;
const connections = 32;
const tickMs = 5;

const [role = '10', ...rest] = process.argv.slice(2);
if (role === 'sender') await send(JSON.parse(rest[0]));
else await measure(Number(role), rest.length > 0 ? rest.map(Number) : [0, 2000, 5000]);

async function measure(seconds, rates) {
  const row = (cells) => process.stdout.write(`${cells.map((cell) => String(cell).padStart(13)).join('')}\n`);
  const times = ['p50 ms', 'p99 in 1 s', 'p99 ms', 'handler p99'];
  row(['forged/s', 'answered/s', 'genuine', 'accepted', ...times, 'cpu us each']);
  for (const rate of rates) {
    let [accepted, forged] = [0, 0];
    const handledMs = [];
    const cpuBefore = process.cpuUsage();
    const receiver = await startReceiver({
      host: '127.0.0.1',
      port: 0,
      path: '/webhooks',
      dialect: dialects['header-key'],
      scheme: signatureSchemes.standard,
      secret,
      clock: monotonicClock,
      emit: (event) => {
        if (event.kind === 'webhook') accepted += 1;
        else forged += event.count ?? 1;
      },
      handled: (durationMs) => handledMs.push(durationMs),
    });
    const common = { url: receiver.url, seconds };
    // The strangers come first and go last, so that every genuine webhook meets them.
    const flood = sender({ ...common, rate, genuine: false, extraS: 2 });
    const genuine = await sender({ ...common, rate: genuinePerSecond, genuine: true, extraS: 0 });
    const { answered, statuses } = await flood;
    await receiver.close();
    if (forged !== answered || statuses.some((status) => status !== 401))
      throw new Error('a forged one got through');
    const { timesMs } = genuine;
    const { user, system } = process.cpuUsage(cpuBefore);
    row([
      rate,
      Math.round(answered / (seconds + 2)),
      timesMs.length,
      accepted,
      quantile(timesMs, 0.5).toFixed(2),
      quantile(bySecond(timesMs), 0.5).toFixed(2),
      quantile(timesMs, 0.99).toFixed(2),
      quantile(handledMs, 0.99).toFixed(2),
      Math.round((user + system) / (accepted + forged)),
    ]);
  }
}

async function sender(options) {
  const child = fork(fileURLToPath(import.meta.url), ['sender', JSON.stringify(options)]);
  const [result] = await once(child, 'message');
  return result;
}

/** The p99 of each second. Their median is what the flood does; a p99 over all tells of the machine's one worst moment, too. */
function bySecond(times) {
  const seconds = Array.from({ length: Math.floor(times.length / genuinePerSecond) }, (_, at) =>
    times.slice(at * genuinePerSecond, (at + 1) * genuinePerSecond),
  );
  return seconds.map((second) => quantile(second, 0.99));
}

function quantile(times, share) {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Sends at the given rate whatever the answers do; times count from the instant at which each webhook was due. */
async function send({ url, seconds, rate, genuine, extraS }) {
  const port = Number(new URL(url).port);
  const sockets = await Promise.all(Array.from({ length: connections }, () => opened(port)));
  const timesMs = [];
  const statuses = new Set();
  let answered = 0;
  for (const each of sockets) {
    each.socket.on('data', (text) => {
      const nowMs = performance.now();
      for (const [, status] of text.matchAll(/HTTP\/1\.1 ([0-9]{3})/g)) {
        answered += 1;
        statuses.add(Number(status));
        timesMs.push(nowMs - each.dueMs.shift());
      }
    });
  }
  // The genuine ones start a second later, in the middle of the flood.
  if (genuine) await new Promise((resolve) => setTimeout(resolve, 1000));
  const startMs = performance.now();
  const total = rate * (seconds + extraS);
  let sent = 0;
  await new Promise((resolve) => {
    const timer = setInterval(
      () => {
        while (sent < total && startMs + (sent * 1000) / rate <= performance.now()) {
          const { socket, dueMs } = sockets[sent % sockets.length];
          dueMs.push(startMs + (sent * 1000) / rate);
          socket.write(webhook(sent, genuine ? secret : Buffer.alloc(32, 9)));
          sent += 1;
        }
        if (sent < total || answered < total) return;
        clearInterval(timer);
        resolve();
      },
      genuine ? 1 : tickMs,
    );
  });
  process.send({ answered, statuses: [...statuses], timesMs: genuine ? timesMs : [] });
  process.disconnect();
  for (const { socket } of sockets) socket.destroy();
}

async function opened(port) {
  const socket = connect(port, '127.0.0.1').setNoDelay().setEncoding('latin1');
  await once(socket, 'connect');
  return { socket, dueMs: [] };
}

function webhook(number, key) {
  const body = JSON.stringify({
    event: 'order.delivered',
    order_id: `ord_${number}`,
    status: 'delivered',
    delivery_data: { code: 'AAAA-BBBB-CCCC' },
    delivered_at: '2026-05-18T10:24:31.000Z',
  });
  const headers = signatureSchemes.standard.sign(
    key,
    `msg_${number}`,
    Math.floor(Date.now() / 1000),
    Buffer.from(body),
  );
  const lines = Object.entries({ host: 'x', 'content-length': body.length, ...headers });
  return `POST /webhooks HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}
