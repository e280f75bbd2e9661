import type { Ledger } from '../tracker/ledger.js';
import { countText, shareText } from './figure-text.js';
import { type FlowBand, type FlowBar, flowLayout } from './flow-layout.js';
import { htmlText } from './html-text.js';
import { px } from './plot-frame.js';

const barWidth = 10;
const plannedHeight = 220;
const roomForName = 36;
/** Above the bars, for the upper half of the first names. */
const top = 6;

/** Where every planned order went, as SVG of this width: bars and bands as thick as their share of the orders. Empty for a run without one. */
export function ledgerFlow(ledger: Ledger, width: number): string {
  const { bars, bands, height } = flowLayout(ledger, plannedHeight, roomForName);
  if (bars.length === 0) return '';
  const columnWidth = (width - columnRoom(width)) / 3;
  const x = ({ column }: FlowBar) => column * columnWidth;
  const parts = [
    ...bands.map((band) => bandPath(band, x(band.from) + barWidth, x(band.to))),
    ...bars.map((bar) => barParts(bar, x(bar), ledger.planned)),
  ];
  const title = `<title>${htmlText(flowTitle(ledger))}</title>`;
  const picture = `<g transform="translate(0 ${top})">${parts.join('\n')}</g>`;
  return `<svg viewBox="0 0 ${width} ${px(height + 2 * top)}" role="img">${title}${picture}</svg>`;
}

/** For the names behind the last bars. */
function columnRoom(width: number): number {
  return width < 600 ? 84 : 150;
}

function flowTitle({ planned, sent, accepted, delivered }: Ledger): string {
  return `Of ${countText(planned)} planned orders ${countText(sent)} were sent, ${countText(accepted)} accepted and ${countText(delivered)} delivered`;
}

function bandPath({ to, fromTop }: FlowBand, left: number, right: number): string {
  const middle = px((left + right) / 2);
  const [a, b] = [px(left), px(right)];
  const [y0, y1] = [round(fromTop), round(to.top)];
  const [z0, z1] = [round(fromTop + to.height), round(to.top + to.height)];
  const path = `M${a} ${y0}C${middle} ${y0} ${middle} ${y1} ${b} ${y1}V${z1}C${middle} ${z1} ${middle} ${z0} ${a} ${z0}Z`;
  return `<path class="band ${to.tone}" d="${path}"/>`;
}

function barParts({ name, count, top: y, height, tone }: FlowBar, x: number, planned: number): string {
  const text = x + barWidth + 6;
  const share = count === planned ? '' : ` · ${shareText(count / planned)}`;
  return (
    `<rect class="bar ${tone}" x="${px(x)}" y="${round(y)}" width="${barWidth}" height="${round(height)}"/>` +
    `<text class="halo" x="${px(text)}" y="${round(y + 11)}">${name}` +
    `<tspan class="count" x="${px(text)}" dy="1.25em">${countText(count)}${share}</tspan></text>`
  );
}

/** Thin bars are told apart by hundredths of a pixel. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
