import type { OnInconclusive } from '../gate/verdict.js';
import { countText, usdText } from '../report/figure-text.js';
import { plainColumns, wrapText } from '../report/wrap-text.js';
import { type ResumedRun, resumeRun, type SettleForecast } from '../run/resume-run.js';
import type { SettledOrders } from '../run/settled-orders.js';
import { findRun } from './find-run.js';
import { publishRun } from './publish-run.js';

/** Of a damaged journal at most this many lines are told one by one. */
const maxLinesTold = 20;

export interface ResumeFlags {
  readonly reports: string;
  readonly settleByReplay: boolean;
  readonly skipDamaged: boolean;
  readonly allowProduction: boolean;
  readonly onInconclusive: OnInconclusive;
  readonly json: boolean;
}

/** `foxload resume`: settles a run that was killed or left, and writes its reports. */
export async function resumeCommand(run: string, flags: ResumeFlags): Promise<number> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const resumed = await resumeRun(findRun(run, flags.reports), {
    settleByReplay: flags.settleByReplay,
    skipDamaged: flags.skipDamaged,
    allowProduction: flags.allowProduction,
    beforeSettling: (forecast) => {
      for (const line of forecastLines(forecast, flags.settleByReplay)) say(line);
    },
  });
  if (!flags.json) process.stdout.write(`\n${classLines(resumed.orders).join('\n')}\n`);
  for (const line of adviceLines(resumed, flags)) say(line);
  return publishRun(resumed, flags, { orders: resumed.orders });
}

function forecastLines(forecast: SettleForecast, replay: boolean): string[] {
  return [...leftOutLines(forecast), ...settlingLines(forecast, replay)];
}

function settlingLines(
  { open, inDoubt, replayCostCents, canAsk }: SettleForecast,
  replay: boolean,
): string[] {
  if (!canAsk) {
    const gone = `the simulator ended with the run: ${countText(open)} orders stay open`;
    return [inDoubt === 0 ? gone : `${gone}, ${countText(inDoubt)} in doubt`];
  }
  const asked = `${countText(open)} orders are open; their status is asked for`;
  if (inDoubt === 0) return [asked];
  const cost = `costs at most ${usdText(replayCostCents / 100)}`;
  const doubt = `${countText(inDoubt)} orders are in doubt`;
  return [
    asked,
    replay
      ? `${doubt}; their keys are sent again, which ${cost} where the API does not know them`
      : `${doubt}; sending their keys again (--settle-by-replay) settles them and ${cost}`,
  ];
}

/** Which lines of a damaged journal were skipped; of very many, the first ones. */
function leftOutLines({ leftOut }: SettleForecast): string[] {
  const told = leftOut
    .slice(0, maxLinesTold)
    .map(
      ({ line, offset, bytes, why }) =>
        `left out: line ${line}, ${bytes} bytes at byte ${offset}, which ${why}`,
    );
  const rest = leftOut.length - told.length;
  return rest === 0 ? told : [...told, `left out: ${countText(rest)} further lines`];
}

const classes: readonly (readonly [keyof SettledOrders, string])[] = [
  ['delivered', 'delivered'],
  ['failed', "failed, refunds are the API's to make"],
  ['lost', "delivered by the API's word, no webhook came in time"],
  ['timedOut', 'not decided by their deadline'],
  ['refused', 'refused, nothing was sold'],
  ['dropped', 'due, and dropped before they were sent'],
  ['neverSent', 'never sent'],
  ['open', 'still open'],
  ['inDoubt', 'in doubt: perhaps sold'],
];

/** Every order of the schedule, each in exactly one line's count. */
function classLines(orders: SettledOrders): string[] {
  const rows = classes.map(([name, meaning]) => `  ${countText(orders[name]).padStart(9)}  ${meaning}`);
  return ['Orders of the schedule', ...rows];
}

function adviceLines({ orders, result }: ResumedRun, { settleByReplay }: ResumeFlags): string[] {
  const { open, inDoubt } = orders;
  const advice: string[] = [];
  if (result.run.environment === 'embedded') return advice;
  if (open > 0) advice.push('Some orders are still open: run the same command again later.');
  if (inDoubt > 0 && !settleByReplay)
    advice.push('Orders in doubt may have cost money: see --settle-by-replay.');
  if (inDoubt > 0 && settleByReplay)
    advice.push('Some orders are still in doubt: run the same command again.');
  return advice.flatMap((sentence) => wrapText(sentence, process.stderr.columns ?? plainColumns, 0));
}
