import { allowedWorstCaseCents } from '../load/worst-case.js';
import { formatDuration } from '../profile/duration.js';
import type { Profile } from '../profile/profile.js';
import { formatRate } from '../profile/rate.js';
import { formatShare } from '../profile/share.js';
import { formatCents } from '../profile/usd.js';
import { countedText, countText, shareText, usdText } from '../report/figure-text.js';
import { wrapText } from '../report/wrap-text.js';
import { budgetForecasts, decisionText } from './budget-forecast.js';
import { fastStart } from './fast-start.js';
import { profileForecast } from './profile-forecast.js';

const titleColumns = 11;

type Row = readonly [title: string, ...lines: string[]];

/** What a profile would do, a title and its lines at a time, at most `columns` wide. */
export function profileText(profile: Profile, columns: number): string {
  const rows: Row[] = [
    ...targetRows(profile),
    loadRow(profile),
    ordersRow(profile),
    ['replays', replaysText(profile)],
    ...limitRows(profile),
    budgetsRow(profile),
    ...monitorRows(profile),
  ];
  return rows.map((row) => `${rowText(row, columns)}\n`).join('');
}

function rowText([title, ...lines]: Row, columns: number): string {
  return lines
    .flatMap((line, place) =>
      wrapText((place === 0 ? title : '').padEnd(titleColumns) + line, columns, titleColumns),
    )
    .join('\n');
}

function targetRows({ target, receiver }: Profile): Row[] {
  const { host, port, path, signature } = receiver;
  const address = port === 0 ? `any free port of ${host}, path ${path}` : `${host}:${port}${path}`;
  const rows: Row[] = [
    ['target', `${target.environment}${target.url === null ? '' : ` ${target.url}`}, ${target.dialect}`],
    ['webhooks', `${address}, signature ${signature}`],
  ];
  // The embedded simulator and foxload agree on credentials of their own.
  if (target.environment === 'embedded') return rows;
  return [...rows, ['needs', 'FOXRELOAD_API_KEY and FOXRELOAD_WEBHOOK_SECRET, or …_FILE, to be set']];
}

function loadRow(profile: Profile): Row {
  const { load } = profile;
  const warning = fastStart(profile);
  if (load.model === 'closed') {
    const { connections, seed, maxInFlight } = load;
    const calls = countedText(connections, 'connection', 'connections');
    return [
      'load',
      `closed model, ${calls}, as fast as the API answers, seed ${seed}, at most ${countText(maxInFlight)} in flight`,
      'its latency is that under saturation, not a service level',
    ];
  }
  return [
    'load',
    `open model, ${load.arrivals} arrivals, seed ${load.seed}, at most ${countText(load.maxInFlight)} in flight`,
    ...load.stages.map(
      ({ kind, ratePerSecond, durationMs }) =>
        `${kind.padEnd(9)}${formatRate(ratePerSecond)} for ${formatDuration(durationMs)}`,
    ),
    ...(warning === null ? [] : [warning]),
  ];
}

function ordersRow(profile: Profile): Row {
  const { orders, isMean, cutByLimit } = profileForecast(profile);
  const about = isMean ? 'about ' : '';
  const weights = profile.orders.reduce((sum, { weight }) => sum + weight, 0);
  return [
    'orders',
    `${about}${countText(Math.round(orders))}${cutByLimit ? ' (limits.orders ends the load early)' : ''}`,
    ...profile.orders.map(
      ({ sku, quantity, weight }) => `${shareText(weight / weights).padStart(7)}  ${quantity} × ${sku}`,
    ),
  ];
}

/** How long the load takes; the closed model only ends when it is answered. */
export function spanOfLoad(loadMs: number | null): string {
  return loadMs === null ? 'load until all are answered' : `${formatDuration(loadMs)} of load`;
}

function replaysText({ replays }: Profile): string {
  return replays === 0 ? 'none' : `${shareText(replays)} of orders are fired twice with one key`;
}

function limitRows(profile: Profile): Row[] {
  const { loadMs } = profileForecast(profile);
  const { spendCents } = profile.limits;
  return [
    ['time', `${spanOfLoad(loadMs)}, then up to ${formatDuration(profile.deadlineMs)} for the last orders`],
    ['deadline', `${formatDuration(profile.deadlineMs)} from the planned instant`],
    ['spend', spendCents === null ? 'no limit' : `at most ${usdText(spendCents / 100)}`],
    worstCaseRow(profile),
  ];
}

function worstCaseRow(profile: Profile): Row {
  const cents = allowedWorstCaseCents(profile);
  if (cents === null) return ['worst case', 'not known without limits.spend'];
  // In the form in which it is confirmed.
  const sum = formatCents(cents);
  const meaning = `${sum}, with every order taken and every replay sold once more`;
  if (profile.target.environment !== 'production') return ['worst case', meaning];
  return ['worst case', meaning, `run it with --allow-production --confirm-spend "${sum}"`];
}

/** What `foxload monitor` would do by it, for ever. */
function monitorRows({ monitor, target }: Profile): Row[] {
  if (monitor === null) return [];
  const { everyMs, jitter, spendPerDayCents } = monitor;
  const sum = spendPerDayCents === null ? null : formatCents(spendPerDayCents);
  const told = `an order every ${formatDuration(everyMs)} ± ${formatShare(jitter)}, ${sum === null ? 'no spend limit' : `at most ${sum} a day`}`;
  if (target.environment !== 'production' || sum === null) return [['monitor', told]];
  return [['monitor', told, `watch with --allow-production --confirm-spend "${sum}"`]];
}

function budgetsRow(profile: Profile): Row {
  const [first = 'none: the run can only pass or be invalid', ...others] = budgetForecasts(profile).map(
    (forecast) => `${forecast.budget}: ${decisionText(forecast)}`,
  );
  return ['budgets', first, ...others];
}
