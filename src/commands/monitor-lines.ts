import type { Exporter } from '../exporter/start-exporter.js';
import type { ObjectiveReading } from '../objectives/objective-counts.js';
import { formatDuration } from '../profile/duration.js';
import { formatShare } from '../profile/share.js';
import { formatCents } from '../profile/usd.js';
import { countText, shareText } from '../report/figure-text.js';
import type { RunView } from '../run/run-view.js';

/** What the user is told right before the first order of a monitor. */
export function monitorLines(
  { profile, target, webhookUrl, folder, spend }: RunView,
  exporter: Pick<Exporter, 'url'> | null,
): string[] {
  const { name, monitor, objectives } = profile;
  const every =
    monitor === null ? '' : `every ${formatDuration(monitor.everyMs)} ± ${formatShare(monitor.jitter)}`;
  const limit =
    spend.limitCents === null ? 'no spend limit' : `at most ${formatCents(spend.limitCents)} a day`;
  return [
    `foxload monitor ${name}: an order ${every} to ${target} (${profile.target.dialect}), ${limit}`,
    `webhooks at ${webhookUrl}${exporter === null ? '' : `, metrics at ${exporter.url}`}`,
    ...objectives.map(({ text }) => `objective ${text}`),
    `state in ${folder}; Ctrl-C ends it, SIGHUP reads the profile again`,
  ];
}

/** How things stand, in one line. */
export function monitorPulse({ tracker, objectives, spend }: RunView): string {
  const orders = `${countText(tracker.counters.accepted)} orders accepted, ${countText(tracker.inFlight)} in flight`;
  const today = `${formatCents(spend.committedCents)} set aside today`;
  return [orders, ...objectives.readings().map(objectiveText), today].join('; ');
}

function objectiveText({ objective, good, bad, budgetRemaining }: ObjectiveReading): string {
  const decided = good + bad;
  if (decided === 0) return `${objective.name} not known yet`;
  return `${objective.name} ${shareText(good / decided)} of ${shareText(objective.ratio)}, budget left ${shareText(budgetRemaining)}`;
}
