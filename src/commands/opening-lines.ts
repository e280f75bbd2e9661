import type { Exporter } from '../exporter/start-exporter.js';
import { formatDuration } from '../profile/duration.js';
import { countText, usdText } from '../report/figure-text.js';
import type { RunView } from '../run/run-view.js';
import { profileForecast } from './profile-forecast.js';

/** What the user is told right before the first order: what is about to happen, and where to look. */
export function openingLines(
  { profile, target, webhookUrl, balanceCents }: RunView,
  exporter: Pick<Exporter, 'url'> | null,
): string[] {
  const { orders, loadMs } = profileForecast(profile);
  const span = `${formatDuration(loadMs)} of load, then up to ${formatDuration(profile.deadlineMs)} for the last orders`;
  return [
    `foxload ${profile.name}: about ${countText(Math.round(orders))} orders to ${target} (${profile.target.dialect})`,
    `${span}; Ctrl-C ends it early`,
    `webhooks at ${webhookUrl}${exporter === null ? '' : `, metrics at ${exporter.url}`}`,
    ...(balanceCents === null ? [] : [`balance ${usdText(balanceCents / 100)}`]),
  ];
}
