// Memory and processor time of the fold alone, as JSON: as a million orders pile up, and as ten million come and go.
//   node bench/growth-fold.mjs in-flight | length
import { setImmediate as turn } from 'node:timers/promises';
import { emptyProcessBytes, megabytes } from './child.mjs';
import { begin, complete, newFold } from './fold.mjs';

const isLong = process.argv[2] === 'length';
/** In the other one no order is ever decided. */
const points = isLong ? await feed(10_000_000, 1_000_000, 5_000) : await feed(1_000_000, 100_000, 1_000_000);
process.stdout.write(JSON.stringify(points));

/** Each order is decided when `open` further ones were planned. */
async function feed(orders, step, open) {
  const emptyBytes = emptyProcessBytes();
  const { tracker, view } = newFold();
  const apply = (event) => tracker.apply(event);
  const points = [];
  let before = process.cpuUsage();
  for (let seq = 0; seq < orders; seq += 1) {
    const atMs = view.nowMs();
    begin(apply, seq, atMs);
    if (seq >= open) complete(apply, seq - open, atMs);
    // A live run gives the system a turn between its events, and the collector a chance to finish what it began.
    if (seq % 100 === 0) await turn();
    if ((seq + 1) % step !== 0) continue;
    const { user, system } = process.cpuUsage(before);
    const usedMb = megabytes(process.memoryUsage().rss - emptyBytes);
    points.push({ orders: seq + 1, megabytes: usedMb, cpuUsPerOrder: (user + system) / step });
    process.stderr.write(`${seq + 1} orders: ${usedMb} MB\n`);
    before = process.cpuUsage();
  }
  return points;
}
