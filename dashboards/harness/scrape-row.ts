import { badFrom, goodFrom, neutral } from '../colours.js';
import type { PanelPlan, RowPlan } from '../dashboard-plan.js';
import { chosen, everyRun, processName } from '../scope.js';
import { units } from '../units.js';

const { now } = everyRun;
const size = { width: 12, height: 7 } as const;

/** What Prometheus itself says of the targets that served foxload's metrics within a day. Its series have no prefix. */
function ofTargets(metric: string): string {
  const served = `count by (environment, job, instance) (last_over_time(${now('build_info')}[1d]))`;
  return `${metric}{${chosen}} and on (environment, job, instance) ${served}`;
}

const up: PanelPlan = {
  ...size,
  kind: 'time-series',
  title: 'Scraped',
  description:
    'Whether Prometheus could read the metrics page of each process: 1 yes, 0 no. After a run it is 0, since its process is gone. ' +
    '0 while foxload runs: check address, port and token. Without scrapes no alert about the service can fire.',
  unit: units.none,
  min: 0,
  max: 1,
  steps: goodFrom(1),
  queries: [{ promql: ofTargets('up'), legend: processName }],
};

const duration: PanelPlan = {
  ...size,
  kind: 'time-series',
  title: 'Duration of scrapes',
  description:
    'How long Prometheus waited for the metrics page, and how long foxload took to put it together. Milliseconds are right. Rising: the process is busy, see Saturation by resource; near ' +
    'the scrape timeout (10 s) figures go missing.',
  unit: units.seconds,
  min: 0,
  queries: [
    { promql: ofTargets('scrape_duration_seconds'), legend: `Prometheus waited, ${processName}` },
    { promql: now('scrape_seconds'), legend: `put together, ${processName}` },
  ],
};

const seriesCount: PanelPlan = {
  ...size,
  kind: 'time-series',
  title: 'Series of a page',
  description:
    'How many series each metrics page has. It never passes 500, whatever is measured: labels come from closed lists. More means that another ' +
    'program answers at that address.',
  unit: units.count,
  decimals: 0,
  min: 0,
  steps: badFrom(500),
  stepLines: true,
  queries: [{ promql: ofTargets('scrape_samples_scraped'), legend: processName }],
};

const versions: PanelPlan = {
  ...size,
  kind: 'table',
  title: 'Versions',
  description:
    'Which foxload and which Node measured where within the time shown. Different versions in one environment: compare their figures with care, and bring them ' +
    'to the same one.',
  unit: units.none,
  steps: neutral,
  columns: {
    environment: 'Environment',
    instance: 'Instance',
    version: 'foxload',
    node_version: 'Node',
  },
  queries: [
    {
      promql: `max by (environment, instance, version, node_version) (last_over_time(${now('build_info')}[$__range]))`,
      legend: '{{version}}',
      instant: true,
    },
  ],
};

/** Whether Prometheus gets the figures. */
export const scrapeRow: RowPlan = {
  title: 'Are the figures collected?',
  panels: [up, duration, seriesCount, versions],
};
