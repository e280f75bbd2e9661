// Lets one contestant play against a fresh order API, each on a core of its own where the machine has two.
import { once } from 'node:events';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { forkOnCore } from './on-core.mjs';

const peerFile = fileURLToPath(new URL('../peers/order-api.mjs', import.meta.url));
const scrapeEveryMs = 5_000;

/**
 * @param {'naive' | 'bare' | 'foxload'} name
 * @param {{ orders: number, ratePerSecond: number | null, overloadPerSecond?: number, maxInFlight?: number }} game
 * @returns what the contestant told, with the API's processor time an order beside it
 */
export async function runContestant(name, game) {
  const webhookPort = await freePort();
  const peer = forkOnCore(peerFile, [String(webhookPort)], 1);
  const [{ port }] = await once(peer, 'message');
  const apiUrl = `http://127.0.0.1:${port}`;
  const file = fileURLToPath(new URL(`./${name}-loop.mjs`, import.meta.url));
  const contestant = forkOnCore(file, [JSON.stringify({ apiUrl, webhookPort, ...game })], 0);
  const scrapes = scraping(contestant);
  const reading = await new Promise((resolve, reject) => {
    contestant.once('exit', (code) =>
      reject(new Error(`${name} ended with ${code} before it had a reading`)),
    );
    peer.once('exit', (code) => reject(new Error(`the API of ${name} ended with ${code}`)));
    contestant.on('message', (message) => 'done' in message && resolve(message));
  });
  scrapes.stop();
  const told = once(peer, 'message');
  peer.send('cpu');
  const [{ cpuUs }] = await told;
  const gone = once(peer, 'exit');
  peer.disconnect();
  await gone;
  if (reading.ledger === undefined && reading.done !== game.orders)
    throw new Error(`${name} did ${reading.done} of ${game.orders} orders`);
  return { ...reading, peerCpuUsPerOrder: (cpuUs.user + cpuUs.system) / reading.done };
}

/** Scrapes the metrics page of a contestant that has one, as Prometheus would. */
function scraping(contestant) {
  let timer = null;
  contestant.on('message', ({ metricsUrl }) => {
    if (metricsUrl !== undefined)
      timer = setInterval(() => get(metricsUrl, (page) => page.resume()), scrapeEveryMs);
  });
  return { stop: () => clearInterval(timer) };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
