// Lets contestants in, each with a fresh order API of its own that only it plays against.
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../scripts/free-port.mjs';
import { connections, playedMs, warmUpMs } from '../settings.mjs';
import { forkContest } from './fork-contest.mjs';
import { scrapePages } from './scrape-pages.mjs';

const peerFile = fileURLToPath(new URL('../peers/order-api.mjs', import.meta.url));

/**
 * One that plays a stretch whenever it is told to.
 *
 * @param {'naive' | 'bare'} name
 */
export async function enterLoop(name) {
  const { child, leave } = await enter(name, {}, 'contestant');
  await saying(child, 'ready');
  return {
    /** What it did in a stretch of `forMs`; a closed loop where the rate is null. */
    async play(forMs, ratePerSecond = null) {
      child.send({ forMs, ratePerSecond });
      const { reading } = await saying(child, 'reading');
      return reading;
    },
    leave,
  };
}

/**
 * foxload: it warms up and plays its turns, `turnMs` each with `gapMs` of rest before, whatever the others do.
 *
 * @param {{ ratePerSecond: number, turns: number, turnMs: number, gapMs: number, maxInFlight?: number, connections?: number }} game
 * @param {'contestant' | 'contestant on one core'} place which cores it has
 */
export async function enterFoxload(game, place = 'contestant') {
  const { child, leave } = await enter('foxload', { connections, maxInFlight: 1_000_000, ...game }, place);
  const pages = scrapePages(child);
  const told = saying(child, 'readings');
  const { beganAtMs } = await saying(child, 'beganAtMs');
  const cycleMs = game.gapMs + playedMs(game.turnMs);
  return {
    /** When the turn `number`, from 0, is over, by the wall clock. */
    endAtMs: (number) => beganAtMs + warmUpMs + (number + 1) * cycleMs,
    /** What it tells of all turns when it has ended. */
    async told() {
      const message = await told;
      pages.stop();
      await leave();
      return message;
    },
  };
}

async function enter(name, game, place) {
  const webhookPort = await freePort();
  const peer = forkContest(peerFile, [String(webhookPort)], 'peer');
  const [{ port }] = await once(peer, 'message');
  const apiUrl = `http://127.0.0.1:${port}`;
  const file = fileURLToPath(new URL(`./${name}-loop.mjs`, import.meta.url));
  const child = forkContest(file, [JSON.stringify({ apiUrl, webhookPort, ...game })], place);
  return {
    child,
    async leave() {
      for (const one of [child, peer]) {
        if (one.connected) one.disconnect();
        if (one.exitCode === null && one.signalCode === null) await once(one, 'exit');
      }
    },
  };
}

/** The next message of a contestant that has `key`; rejects when it ends without. */
function saying(child, key) {
  return new Promise((resolve, reject) => {
    const heard = (message) => {
      if (!(key in message)) return;
      child.off('message', heard).off('exit', ended);
      resolve(message);
    };
    const ended = (code) => reject(new Error(`a contestant ended with ${code} before it told its ${key}`));
    child.on('message', heard);
    child.once('exit', ended);
  });
}
