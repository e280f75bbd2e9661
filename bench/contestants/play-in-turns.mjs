// A contest in turns: all contestants get warm, and then each plays for a second, rests while the others play, and plays again. The machine's speed
// changes within seconds, and so all of them meet the same machine.
import { setTimeout as sleep } from 'node:timers/promises';
import { playedMs, warmUpMs } from '../settings.mjs';
import { enterFoxload, enterLoop } from './enter-contestant.mjs';

/**
 * What foxload is offered, as a share of what the bare loop closes. The busier a process is, the more it does at each turn of its event
 * loop, and the less one order costs: so it has to be offered far more than it can do. The rest is dropped and counted.
 */
const offered = 2;
/** Beyond this an order is dropped and counted: what is offered and can't be done must not pile up. */
const maxInFlight = 256;
/** For each of the others, beside the time that it plays: to begin, and to take its last orders. */
const slackMs = 300;
/** Turns in which somebody was too late to be out of the others' way do not count; more of them than this say that the contest is none. */
const mostSpoiled = 0.25;

/**
 * @param {('naive' | 'bare')[]} others whom foxload plays with, `bare` among them
 * @param {{ turns: number, turnMs: number, place?: 'contestant' | 'contestant on one core' }} how `place`: which cores foxload has
 * @returns of each contestant the readings of its turns, foxload's beside those that were played right after it
 */
export async function playInTurns(others, { turns, turnMs, place }) {
  const loops = Object.fromEntries(
    await Promise.all(others.map(async (name) => [name, await enterLoop(name)])),
  );
  let ratePerSecond = 0;
  for (const [name, loop] of Object.entries(loops)) {
    const { perSecond } = await loop.play(warmUpMs);
    if (name === 'bare') ratePerSecond = Math.round(perSecond * offered);
  }
  const gapMs = others.length * (playedMs(turnMs) + slackMs);
  const foxload = await enterFoxload({ ratePerSecond, maxInFlight, turns, turnMs, gapMs }, place);
  /** By the number of the turn; those that are missing are spoiled. */
  const played = new Map();
  for (let turn = 0, freeAtMs = 0; turn < turns; turn += 1) {
    const endMs = foxload.endAtMs(turn);
    if (freeAtMs > endMs - playedMs(turnMs)) continue;
    await sleep(endMs - Date.now());
    const readings = {};
    for (const [name, loop] of Object.entries(loops)) readings[name] = await loop.play(turnMs);
    freeAtMs = Date.now();
    if (freeAtMs <= endMs + gapMs) played.set(turn, readings);
  }
  if (played.size < turns * (1 - mostSpoiled))
    throw new Error(`only in ${played.size} of ${turns} turns nobody was in the way of another`);
  const { readings, ledger } = await foxload.told();
  for (const loop of Object.values(loops)) await loop.leave();
  if (!ledger.balanced || ledger.lost + ledger.open + ledger.timedOut + ledger.errored > 0)
    throw new Error(`orders were lost: ${JSON.stringify(ledger)}`);
  const of = (name) => [...played.values()].map((reading) => reading[name]);
  return Object.fromEntries([
    ['foxload', [...played.keys()].map((turn) => readings[turn])],
    ...others.map((name) => [name, of(name)]),
  ]);
}
