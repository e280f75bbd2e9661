import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { boards } from '../../dashboards/board-links.js';
import { dashboardFiles, dashboardPlans } from '../../dashboards/dashboard-files.js';
import { metricsPage } from '../../src/exporter/metrics-page.js';
import { parseObjective } from '../../src/profile/objective.js';
import { readingWith } from '../exporter/reading.js';
import { shippedDeclaration } from '../rules/shipped-declaration.js';
import { committed, metricsIn, type PlacedPanel, placedPanels, placedQueries, plans } from './boards.js';
import { type ReadBoard, readBoard } from './read-board.js';

const files = dashboardFiles(shippedDeclaration());
const read = plans.map(({ uid }) => readBoard(committed(uid)));

/** Metrics that no panel shows, each with the reason. */
const shownNowhere: Readonly<Record<string, string>> = {
  foxload_slo_threshold_seconds:
    'the thresholds stand in the titles, the lines and the descriptions of the panels',
  foxload_watch_faults_total:
    'only a service that foxload is built into tells it; the service itself is told of each kind at once',
};

describe('the dashboards', () => {
  it.each(files)('are committed as their sources make them: $path (npm run generate writes it)', (file) => {
    expect(file.text).toBe(committed(file.path.replace(/^.*\/|\.json$/g, '')));
  });

  it('are three, and keep the names by which links find them', () => {
    expect(plans.map(({ uid, title }) => ({ uid, title }))).toEqual(boards);
  });

  it.each(read)(
    'can be provisioned: $uid has no number of its own, nothing to fill in, and reads schema 39',
    (board) => {
      expect(Object.keys(board)).not.toContain('id');
      expect(Object.keys(board)).not.toContain('__inputs');
      expect(board.schemaVersion).toBe(39);
      expect(board.time).toEqual({ from: expect.stringMatching(/^now-(24h|15m|1h)$/), to: 'now' });
      expect(board.refresh).toMatch(/^(1m|5s|10s)$/);
    },
  );

  it.each(read)('let the data source be chosen, on every panel, query, mark and list of $uid', (board) => {
    expect(board.templating.list[0]).toMatchObject({
      name: 'datasource',
      type: 'datasource',
      query: 'prometheus',
    });
    const chosen = { type: 'prometheus', uid: '$' + '{datasource}' };
    const panels = board.panels.filter(({ type }) => type !== 'row');
    const lists = board.templating.list.filter(({ type }) => type === 'query');
    const used = [
      ...panels,
      ...panels.flatMap(({ targets = [] }) => targets),
      ...board.annotations.list,
      ...lists,
    ];
    expect(used.map(({ datasource }) => datasource)).toEqual(used.map(() => chosen));
  });

  it.each(read)('lay no panel of $uid over another or over the edge', (board) => {
    const cells = board.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => ({ column: x + (i % w), line: y + Math.floor(i / w) })),
    );
    expect(new Set(cells.map(({ column, line }) => `${column}:${line}`)).size).toBe(cells.length);
    expect(Math.max(...cells.map(({ column }) => column))).toBe(23);
  });

  it.each(read)('number the panels of $uid, each once', ({ panels }) => {
    expect(panels.map(({ id }) => id)).toEqual(panels.map((_, place) => place + 1));
  });

  it.each(plans)('call no two panels of $uid by one title', ({ rows }) => {
    const titles = rows.flatMap(({ panels }) => panels.map(({ title }) => title));
    expect([...new Set(titles)]).toEqual(titles);
  });

  it.each(read)('lead from $uid to the other two and to the runbook', ({ uid, links }) => {
    const others = boards.filter((board) => board.uid !== uid);
    expect(links.map(({ title, url }) => ({ title, url }))).toEqual([
      ...others.map(({ uid: other, title }) => ({ title, url: `/d/${other}` })),
      { title: 'Runbook', url: '$' + '{runbook:raw}' },
    ]);
    expect(links.slice(0, -1).every(({ keepTime, includeVars }) => keepTime && includeVars)).toBe(true);
  });
});

describe('the promise', () => {
  const [serviceLevel, run] = read;

  /** Unit, steps and whether they are drawn, of a panel as Grafana reads it. */
  function drawn(board: ReadBoard | undefined, title: string): unknown {
    const { defaults } = board?.panels.find((panel) => panel.title === title)?.fieldConfig ?? {};
    const steps = defaults?.thresholds?.steps.map(({ value, color }) => [value, color]);
    return [defaults?.unit, steps, defaults?.custom?.thresholdsStyle?.mode];
  }

  it.each([
    ['delivery_12s: kept over 7d', 0.5],
    ['delivery_45s: kept over 7d', 0.95],
    ['delivery_1m30s: kept over 30d', 0.99],
    ['success: kept over 7d', 0.95],
  ])('colours %s from %d on', (title, ratio) => {
    expect(drawn(serviceLevel, title)).toEqual([
      'percentunit',
      [
        [null, 'red'],
        [ratio, 'green'],
      ],
      undefined,
    ]);
  });

  it.each([
    ['p50', 12],
    ['p95', 45],
    ['p99', 90],
  ])('turns the %s of the last five minutes red at %d s', (percentile, withinS) => {
    const steps = [
      [null, 'green'],
      [withinS, 'red'],
    ];
    expect(drawn(serviceLevel, `${percentile} of the last 5 min`)).toEqual(['s', steps, undefined]);
  });

  it('is drawn as a line beside the percentiles', () => {
    const steps = [
      [null, 'green'],
      [12, 'orange'],
      [45, 'orange'],
      [90, 'red'],
    ];
    expect(drawn(serviceLevel, 'Delivery time, last 5 min')).toEqual(['s', steps, 'dashed']);
    expect(drawn(run, 'Delivery time, last 1 min')).toEqual(['s', steps, 'dashed']);
    expect(drawn(run, 'Percentiles of the run, with bounds')).toEqual(['s', steps, 'dashed']);
  });

  it.each([
    [
      'delivery_45s',
      [
        [null, 'green'],
        [1, 'orange'],
        [1.4, 'red'],
      ],
    ],
    [
      'delivery_1m30s',
      [
        [null, 'green'],
        [1, 'orange'],
        [6, 'red'],
      ],
    ],
    [
      'delivery_12s',
      [
        [null, 'green'],
        [1, 'orange'],
      ],
    ],
  ])('is burnt too fast for %s from where its alerts begin', (name, steps) => {
    expect(drawn(serviceLevel, `${name}: burn rate`)).toEqual(['suffix:×', steps, 'dashed']);
  });

  it('can be read up in the runbook, where it was when the dashboards were made', () => {
    const [runbook] = read.map(({ templating }) => templating.list.at(-1));
    expect(runbook).toMatchObject({ name: 'runbook', type: 'textbox', query: 'docs/runbook.md' });
  });
});

describe('the dashboards of other objectives', () => {
  it.each([
    ['success alone', ['success for 99.9% over 30d']],
    ['times alone', ['delivery within 1500ms for 99.9% over 1d']],
    [
      'times with one percentile twice',
      ['delivery within 2s for 90% over 7d', 'delivery within 9s for 90% over 14d'],
    ],
  ])('are whole: %s', (_, texts) => {
    const rows = dashboardPlans(texts.map(parseObjective)).flatMap((plan) => plan.rows);
    const titles = rows.map(({ title }) => title.toLowerCase());
    expect(texts.filter((text) => !titles.includes(text))).toEqual([]);
    const panels = rows.flatMap((row) => row.panels);
    expect(panels.filter(({ queries }) => queries.length === 0).map(({ title }) => title)).toEqual([]);
    expect(JSON.stringify(panels)).not.toMatch(/undefined|NaN|Infinity|:\s*\.|\bwithin \./);
  });
});

describe('the list of firing alerts', () => {
  it('leads to a runbook that has a section for each of them', () => {
    const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
    const rules = readFileSync(new URL('../../grafana/rules/foxload.rules.yml', import.meta.url), 'utf8');
    const alerts = new Set([...rules.matchAll(/- alert: (\w+)/g)].map(([, name = '']) => name));
    expect([...alerts].filter((name) => !/^Foxload.+/.test(name))).toEqual([]);
    expect([...alerts].filter((name) => !runbook.includes(`\n## ${name}\n`))).toEqual([]);
    const { panel } = placedPanels.find(({ panel }) => panel.title === 'Firing alerts') ?? {};
    expect(panel).toMatchObject({
      link: { column: 'alertname', url: '$' + '{runbook:raw}#$' + '{__value.raw}' },
    });
  });
});

describe('every panel', () => {
  const titled = ({ board, panel }: PlacedPanel) => `${board}: ${panel.title}`;

  it('says what it shows and what to do, in whole sentences', () => {
    const wrong = placedPanels.filter(
      ({ panel: { description } }) => !/^[A-Z0-9].{100,}\.$/.test(description),
    );
    expect(wrong.map(titled)).toEqual([]);
  });

  it('has a unit', () => {
    const known = /^(none|short|s|percentunit|reqps|currencyUSD|suffix:(orders\/s|×))$/;
    expect(placedPanels.filter(({ panel }) => !known.test(panel.unit)).map(titled)).toEqual([]);
  });

  it('colours only names that its series can have', () => {
    const wrong = placedPanels.filter(({ panel: { queries, colours = {} } }) =>
      Object.keys(colours).some(
        (word) => !queries.some(({ legend }) => legend.includes(word) || legend.includes('{{')),
      ),
    );
    expect(wrong.map(titled)).toEqual([]);
  });
});

describe('every query', () => {
  /** Where the queries stand that are not as they should be. */
  const failing = (isRight: (promql: string) => boolean) =>
    placedQueries.filter(({ promql }) => !isRight(promql)).map(({ where, promql }) => `${where}: ${promql}`);

  it('reads only what was chosen at the top of the page', () => {
    const chosen = 'environment=~"$environment", job=~"$job", instance=~"$instance"}';
    const isRestricted = (promql: string) => {
      const metrics = promql.match(/\b(?:foxload[_:][\w:]+|up|scrape_\w+)\{[^}]*\}/g) ?? [];
      const named = promql.match(/\bfoxload[_:]\w|\bup\{|\bscrape_\w/g) ?? [];
      return metrics.length === named.length && metrics.every((metric) => metric.endsWith(chosen));
    };
    expect(failing((promql) => promql.startsWith('ALERTS{') || isRestricted(promql))).toEqual([]);
  });

  it('leaves the percentiles of each process as they are, and averages nothing', () => {
    const combined = /\b(?:sum|min|max|count|quantile|topk|bottomk|stddev|\w+_over_time)\b/;
    expect(failing((promql) => !promql.includes('_percentile_') || !combined.test(promql))).toEqual([]);
    expect(failing((promql) => !/\bavg/.test(promql))).toEqual([]);
  });

  it('draws percentiles only from summed buckets', () => {
    const fromBuckets = /histogram_quantile\([\d.]+, sum by \(le\b[^)]*\) \(\(?rate\(foxload_\w+_bucket\{/;
    expect(failing((promql) => !promql.includes('histogram_quantile') || fromBuckets.test(promql))).toEqual(
      [],
    );
  });

  it('matches buckets as both versions of Prometheus write them', () => {
    expect(failing((promql) => !/\ble="\d+"/.test(promql))).toEqual([]);
    expect(placedQueries.some(({ promql }) => promql.includes('le=~"45(\\\\.0)?"'))).toBe(true);
  });

  it('makes up no zero', () => {
    expect(failing((promql) => !promql.includes('vector('))).toEqual([]);
  });
});

describe('the metrics', () => {
  const asked = new Set(placedQueries.flatMap(({ promql }) => metricsIn(promql)));

  it('are all on the page of the exporter before anything happened, as far as a panel asks for them', async () => {
    const page = await metricsPage(readingWith());
    const told = new Set([...page.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name));
    expect([...asked].filter((name) => !told.has(name))).toEqual([]);
  });

  it('are all on a panel, or it is said why not', async () => {
    const page = await metricsPage(readingWith());
    const told = [...page.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name);
    expect(told.filter((name) => !asked.has(name)).sort()).toEqual(Object.keys(shownNowhere).sort());
  });
});
