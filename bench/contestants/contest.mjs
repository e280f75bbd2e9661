// How a contestant runs: it is forked with the bench's settings as its one argument, plays, tells its reading and goes.
import { LoopFigures } from './loop-figures.mjs';

/** `play` gets the settings, the figures to fill and what to call when all orders are done. */
export async function contest(play) {
  const settings = JSON.parse(process.argv[2]);
  const figures = new LoopFigures();
  const cpuBefore = process.cpuUsage();
  await new Promise((finished) => play({ ...settings, figures, finished }));
  process.send(figures.reading(process.cpuUsage(cpuBefore)), () => process.exit(0));
}
