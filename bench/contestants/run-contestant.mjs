// Lets one contestant play against a fresh order API.
import { once } from 'node:events';
import { get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../scripts/free-port.mjs';
import { warmUpMs } from '../settings.mjs';
import { forkContest } from './fork-contest.mjs';

const peerFile = fileURLToPath(new URL('../peers/order-api.mjs', import.meta.url));
const scrapeEveryMs = 5_000;
/**
 * While the contestant warms up. The first pages are made by code that has never run, and are answered by a server that has not met a scraper: that is no more
 * a part of the measure than other cold code. The one after them falls into what is measured, a second after its begin.
 */
const firstScrapes = { count: 2, everyMs: warmUpMs / 6 };

/**
 * @param {'naive' | 'bare' | 'foxload'} name
 * @param {{ seconds: number, ratePerSecond: number | null, maxInFlight?: number, connections?: number, place?: 'contestant' | 'contestant on one core' }} game what is measured, after the
 *   warm-up; a closed loop where the rate is null; `place`: which cores it has
 * @returns what the contestant told, with the API's processor time an order beside it
 */
export async function runContestant(name, { place = 'contestant', ...game }) {
  const webhookPort = await freePort();
  const peer = forkContest(peerFile, [String(webhookPort)], 'peer');
  const [{ port }] = await once(peer, 'message');
  const apiUrl = `http://127.0.0.1:${port}`;
  const file = fileURLToPath(new URL(`./${name}-loop.mjs`, import.meta.url));
  const contestant = forkContest(file, [JSON.stringify({ apiUrl, webhookPort, ...game })], place);
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
  return { ...reading, peerCpuUsPerOrder: (cpuUs.user + cpuUs.system) / reading.done };
}

/** Scrapes the metrics page of a contestant that has one, as Prometheus would. */
function scraping(contestant) {
  let timer = null;
  let scrapes = 0;
  const next = (metricsUrl) => {
    const waitMs = scrapes < firstScrapes.count ? firstScrapes.everyMs : scrapeEveryMs;
    scrapes += 1;
    timer = setTimeout(scrape, waitMs, metricsUrl);
  };
  const scrape = (metricsUrl) => {
    // A contestant that is done goes, with its page on the way or not.
    get(metricsUrl, (page) => page.resume()).on('error', () => {});
    next(metricsUrl);
  };
  contestant.on('message', ({ metricsUrl }) => {
    if (metricsUrl !== undefined) next(metricsUrl);
  });
  return { stop: () => clearTimeout(timer) };
}
