import type { Exporter } from '../exporter/start-exporter.js';
import { formatDuration } from '../profile/duration.js';
import type { Profile } from '../profile/profile.js';
import { countText, usdText } from '../report/figure-text.js';
import { modelCaveat } from '../run/model-caveat.js';
import type { RunView } from '../run/run-view.js';
import { budgetForecasts, cannotPass, shortageText } from './budget-forecast.js';
import { fastStart } from './fast-start.js';
import { profileForecast } from './profile-forecast.js';
import { spanOfLoad } from './profile-text.js';

/** What the user is told right before the first order: what is about to happen, and where to look. */
export function openingLines(
  { profile, target, webhookUrl, balanceCents }: RunView,
  exporter: Pick<Exporter, 'url' | 'liveUrl'> | null,
): string[] {
  const { orders, isMean, loadMs } = profileForecast(profile);
  const count = `${isMean ? 'about ' : ''}${countText(Math.round(orders))}`;
  const span = `${spanOfLoad(loadMs)}, then up to ${formatDuration(profile.deadlineMs)} for the last orders`;
  const caveat = modelCaveat(profile.load.model);
  const warning = fastStart(profile);
  return [
    `foxload ${profile.name}: ${count} orders to ${target} (${profile.target.dialect})`,
    ...(caveat === null ? [] : [caveat]),
    ...(warning === null ? [] : [`the load ${warning}`]),
    `${span}; Ctrl-C ends it early`,
    `webhooks at ${webhookUrl}${exporter === null ? '' : `, metrics at ${exporter.url}`}`,
    ...(exporter?.liveUrl ? [`live page at ${exporter.liveUrl}`] : []),
    ...undecidable(profile),
    ...(balanceCents === null ? [] : [`balance ${usdText(balanceCents / 100)}`]),
  ];
}

/** The budgets that can't pass, whatever the run shows: better told now than at its end. */
function undecidable(profile: Profile): string[] {
  return budgetForecasts(profile)
    .filter(cannotPass)
    .map((forecast) => `budget ${forecast.budget}: ${shortageText(forecast)}`);
}
