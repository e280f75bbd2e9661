import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { metricsPage } from '../../src/exporter/metrics-page.js';
import { readingWith } from '../exporter/reading.js';
import { panelQueries, runDashboard } from './dashboard.js';

const dashboard = runDashboard();
const panels = dashboard.panels.filter(({ type }) => type !== 'row');

describe('the run dashboard', () => {
  it('can be provisioned: a fixed uid, a data source variable and no inputs to fill in', () => {
    expect(dashboard.uid).toBe('foxload-run');
    expect(dashboard).not.toHaveProperty('__inputs');
    expect(dashboard).not.toHaveProperty('id');
    expect(dashboard.templating.list[0]).toMatchObject({ name: 'datasource', type: 'datasource' });
    expect(panels.map(({ datasource }) => datasource?.uid)).toEqual(panels.map(() => '$' + '{datasource}'));
  });

  it.each(panels)('says in $title what to do, in a unit', ({ description, fieldConfig }) => {
    expect(description?.length).toBeGreaterThan(60);
    expect(fieldConfig?.defaults.unit).toMatch(/^(none|s|ops|percentunit)$/);
  });

  it('lays no panel over another', () => {
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)}:${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });

  it('asks only for metrics that the exporter has, even before anything happened', async () => {
    const page = await metricsPage(readingWith());
    const asked = panelQueries(dashboard).flatMap(({ promql }) => promql.match(/foxload_\w+/g) ?? []);
    for (const name of new Set(asked)) {
      expect(page).toContain(`# TYPE ${name.replace(/_(?:bucket|sum|count)$/, '')} `);
    }
  });

  it('restricts every metric to the chosen job and instance', () => {
    for (const { targets = [] } of panels) {
      for (const { expr } of targets) {
        const metrics = expr.match(/foxload_\w+/g) ?? [];
        const restricted = expr.match(/foxload_\w+\{[^}]*job=~"\$job", instance=~"\$instance"\}/g) ?? [];
        expect(restricted).toHaveLength(metrics.length);
      }
    }
  });

  it('is what the guide beside it speaks of', () => {
    const guide = readFileSync(new URL('../../grafana/README.md', import.meta.url), 'utf8');
    expect(guide).toContain('dashboards/foxload-run.json');
    expect(guide).toContain(`uid is \`${dashboard.uid}\``);
  });
});
