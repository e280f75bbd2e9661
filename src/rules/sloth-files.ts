import { formatDuration } from '../profile/duration.js';
import type { Objective } from '../profile/objective.js';
import { type BurnWish, burnFactor, burnTiers, burnWishes } from './burn-tiers.js';
import { decimal } from './decimal.js';
import type { Declaration, GeneratedFile } from './generated-file.js';
import { perService } from './slo-series.js';
import { yamlText } from './yaml-text.js';

/**
 * The objectives for Sloth (https://sloth.dev, version prometheus/v1), for those who make all of their rules with it. A file has one
 * period, which Sloth takes from its command line, and a catalogue of windows that fit it:
 *
 *     sloth generate -i foxload-7d.sloth.yml --default-slo-period 7d --slo-period-windows-path sloth-windows
 */
export function slothFiles({ objectives, profileName, runbookUrl }: Declaration): GeneratedFile[] {
  const periodsMs = [...new Set(objectives.map(({ periodMs }) => periodMs))];
  return periodsMs.flatMap((periodMs) => {
    const period = formatDuration(periodMs);
    const ofPeriod = objectives.filter((objective) => objective.periodMs === periodMs);
    return [
      {
        path: `slo/foxload-${period}.sloth.yml`,
        text: yamlText(profileName, [slothSpec(ofPeriod, runbookUrl)]),
      },
      {
        path: `slo/sloth-windows/${period}.yml`,
        text: yamlText(profileName, [alertWindows(periodMs)]),
      },
    ];
  });
}

function slothSpec(objectives: readonly Objective[], runbookUrl: string) {
  return {
    version: 'prometheus/v1',
    service: 'foxload',
    labels: { about: 'service_level' },
    slos: objectives.map((objective) => slothSlo(objective, runbookUrl)),
  };
}

function slothSlo(objective: Objective, runbookUrl: string) {
  const { name: slo, text, ratio } = objective;
  const rate = (selector: string) =>
    `sum by (${perService}) (rate(foxload_slo_events_total{${selector}}[{{.window}}]))`;
  return {
    name: slo,
    objective: decimal(100 * ratio),
    description: text,
    labels: { slo },
    sli: {
      events: { error_query: rate(`slo="${slo}", result="bad"`), total_query: rate(`slo="${slo}"`) },
    },
    alerting: alerting(objective, runbookUrl),
  };
}

/** An objective whose burn rates wake nobody in our own rules wakes nobody here: Sloth's own factors could never be passed. */
function alerting(objective: Objective, runbookUrl: string) {
  const pages = burnTiers(objective).tiers.some(({ severity }) => severity === 'page');
  return {
    name: 'FoxloadErrorBudgetBurningFast',
    annotations: {
      summary: `The error budget of "${objective.text}" burns too fast.`,
      runbook_url: `${runbookUrl}#foxloaderrorbudgetburningfast`,
    },
    page_alert: pages ? { labels: { severity: 'page' } } : { disable: true },
    ticket_alert: { labels: { severity: 'ticket' } },
  };
}

/** The same parts of the budget in the same windows as our own rules. Sloth wants all four of them, whatever the period. */
function alertWindows(periodMs: number) {
  const [pageQuick, pageSlow, ticketQuick, ticketSlow] = burnWishes;
  const window = (wish: BurnWish) => ({
    errorBudgetPercent: decimal((100 * burnFactor(wish, periodMs) * wish.longMs) / periodMs),
    shortWindow: formatDuration(wish.longMs / 12),
    longWindow: formatDuration(wish.longMs),
  });
  return {
    apiVersion: 'sloth.slok.dev/v1',
    kind: 'AlertWindows',
    spec: {
      sloPeriod: formatDuration(periodMs),
      page: { quick: window(pageQuick), slow: window(pageSlow) },
      ticket: { quick: window(ticketQuick), slow: window(ticketSlow) },
    },
  };
}
