// One contestant alone: it gets warm, and is measured once.
import { warmUpMs } from '../settings.mjs';
import { enterFoxload, enterLoop } from './enter-contestant.mjs';

/** @param {{ seconds: number, ratePerSecond: number, connections?: number }} game */
export async function runFoxload({ seconds, ...game }) {
  const foxload = await enterFoxload({ ...game, turns: 1, turnMs: seconds * 1000, gapMs: 0 });
  const { readings, ...told } = await foxload.told();
  return { ...told, ...readings[0] };
}

/**
 * @param {'naive' | 'bare'} name
 * @param {{ seconds: number, ratePerSecond: number }} game
 */
export async function runLoop(name, { seconds, ratePerSecond }) {
  const loop = await enterLoop(name);
  await loop.play(warmUpMs, ratePerSecond);
  const reading = await loop.play(seconds * 1000, ratePerSecond);
  await loop.leave();
  return reading;
}
