// Draws what `bench/growth.mjs` measured, one picture a question:
//   node bench/plots.mjs [docs/performance/growth.json] [docs/images]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [file = 'docs/performance/growth.json', folder = 'docs/images'] = process.argv.slice(2);
const { date, machine, rate, inFlight, length } = JSON.parse(readFileSync(file, 'utf8'));
const size = { width: 640, height: 320 };
const inner = { left: 64, right: 16, top: 40, bottom: 56 };
const intervals = 5;

const plots = {
  'cost-by-rate': {
    title: 'Processor time an order, by rate',
    x: 'orders a second',
    y: 'microseconds an order',
    points: rate.map(({ ratePerSecond, cpuUsPerOrder }) => [ratePerSecond, cpuUsPerOrder]),
  },
  'memory-by-orders-in-flight': {
    title: 'Memory above the empty process, by orders in flight',
    x: 'orders in flight',
    y: 'megabytes',
    points: inFlight.map(({ orders, megabytes }) => [orders, megabytes]),
  },
  'memory-by-run-length': {
    title: 'Memory above the empty process, by completed orders',
    x: 'completed orders',
    y: 'megabytes',
    points: length.map(({ orders, megabytes }) => [orders, megabytes]),
  },
  'cost-by-run-length': {
    title: 'Processor time of the fold an order, by completed orders',
    x: 'completed orders',
    y: 'microseconds an order',
    points: length.map(({ orders, cpuUsPerOrder }) => [orders, cpuUsPerOrder]),
  },
};

mkdirSync(folder, { recursive: true });
for (const [name, plot] of Object.entries(plots)) writeFileSync(join(folder, `${name}.svg`), svg(plot));

/** Both axes begin at nought, so that heights may be compared. Colours are readable on light and on dark pages. */
function svg({ title, x, y, points }) {
  const xEnd = roundUp(Math.max(...points.map(([at]) => at)));
  const yEnd = roundUp(Math.max(...points.map(([, value]) => value)));
  const toX = (at) => inner.left + (at / xEnd) * (size.width - inner.left - inner.right);
  const toY = (value) =>
    size.height - inner.bottom - (value / yEnd) * (size.height - inner.top - inner.bottom);
  const line = points.map(([at, value]) => `${toX(at).toFixed(1)},${toY(value).toFixed(1)}`).join(' ');
  const dots = points.map(
    ([at, value]) => `<circle cx="${toX(at).toFixed(1)}" cy="${toY(value).toFixed(1)}" r="3"/>`,
  );
  const told = `${x}: ${points.map(([at, value]) => `${figure(at)}: ${figure(value)}`).join(', ')}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" font-family="sans-serif" font-size="12">
<title>${title}</title>
<desc>${told}. ${machine}, ${date.slice(0, 10)}</desc>
<rect width="${size.width}" height="${size.height}" fill="#fff"/>
<text x="${inner.left}" y="22" font-size="15" fill="#1f2933">${title}</text>
${ticks(yEnd)
  .map((value) => gridLine(value, toY(value)))
  .join('\n')}
${ticks(xEnd)
  .map(
    (at) =>
      `<text x="${toX(at).toFixed(1)}" y="${size.height - inner.bottom + 18}" text-anchor="middle" fill="#52606d">${figure(at)}</text>`,
  )
  .join('\n')}
<text x="${(size.width + inner.left - inner.right) / 2}" y="${size.height - 14}" text-anchor="middle" fill="#52606d">${x}</text>
<text transform="translate(14 ${(size.height - inner.bottom + inner.top) / 2}) rotate(-90)" text-anchor="middle" fill="#52606d">${y}</text>
<polyline points="${line}" fill="none" stroke="#1d5fa8" stroke-width="2"/>
<g fill="#1d5fa8">${dots.join('')}</g>
</svg>
`;
}

function gridLine(value, y) {
  return (
    `<line x1="${inner.left}" x2="${size.width - inner.right}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" stroke="#d9e2ec"/>` +
    `<text x="${inner.left - 8}" y="${(y + 4).toFixed(1)}" text-anchor="end" fill="#52606d">${figure(value)}</text>`
  );
}

function ticks(end) {
  return Array.from({ length: intervals + 1 }, (_, at) => (end / intervals) * at);
}

/** The next number that divides into five round steps. */
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map((step) => step * power).find((end) => end >= value) ?? value;
}

function figure(value) {
  if (value >= 1e6) return `${value / 1e6} M`;
  return value >= 1e3 ? `${value / 1e3} k` : String(Math.round(value * 10) / 10);
}
