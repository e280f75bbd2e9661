// How a contestant runs: it is forked with the bench's settings as its one argument, plays, tells its reading and goes.
import { warmUpMs } from '../settings.mjs';
import { LoopFigures } from './loop-figures.mjs';
import { MeasuredWindow } from './measured-window.mjs';

/**
 * `play` gets the settings, the figures to fill, whether it may still send, and what to call when every order that it sent
 * is done.
 */
export async function contest(play) {
  const settings = JSON.parse(process.argv[2]);
  const startMs = performance.now();
  const endMs = startMs + warmUpMs + settings.seconds * 1000;
  const figures = new LoopFigures(new MeasuredWindow(startMs + warmUpMs, endMs));
  // A little longer than is measured, so that the end of the window is seen.
  const goesOn = () => performance.now() < endMs + 100;
  await new Promise((finished) => play({ ...settings, figures, goesOn, finished }));
  process.send(figures.reading(), () => process.exit(0));
}
