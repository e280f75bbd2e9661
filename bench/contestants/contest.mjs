// How a closed-loop contestant, or one that is paced by hand, runs: it is forked with the bench's settings as its one argument, says when it is
// ready, and plays a stretch whenever it is told to.
import { leadMs, tailMs } from '../settings.mjs';
import { LoopFigures } from './loop-figures.mjs';
import { MeasuredWindow } from './measured-window.mjs';

/**
 * `prepare` gets the settings and the figures to fill, once, and gives what plays a stretch. That gets the rate, null for a closed loop, whether it may
 * still send, and what to call when every order of the stretch is done.
 */
export async function contest(prepare) {
  const figures = new LoopFigures();
  const play = await prepare({ ...JSON.parse(process.argv[2]), figures });
  process.on('message', async ({ forMs, ratePerSecond }) => {
    const fromMs = performance.now() + leadMs;
    const window = new MeasuredWindow(fromMs, fromMs + forMs);
    figures.measure(window);
    // Until its end was seen, too: a machine that stood still for longer than the tail brings no order right behind it.
    const goesOn = () => performance.now() < window.toMs + tailMs || !window.isOver;
    await new Promise((finished) => play({ ratePerSecond, goesOn, finished }));
    process.send({ reading: window.reading() });
  });
  process.on('disconnect', () => process.exit(0));
  process.send({ ready: true });
}
