import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { metricsPage } from '../../src/exporter/metrics-page.js';
import { ruleGroups } from '../../src/rules/rule-groups.js';
import { readingWith } from '../exporter/reading.js';
import { runbookQueries, runbookSections } from './runbook.js';
import { shippedDeclaration } from './shipped-declaration.js';

const shipped = shippedDeclaration();
const rules = ruleGroups(shipped.objectives, shipped).flatMap((group) => group.rules);
const alerts = rules.flatMap((rule) => ('alert' in rule ? [rule] : []));
const names = [...new Set(alerts.map(({ alert }) => alert))].sort();
const sections = runbookSections();

describe('the runbook', () => {
  it('has a section for each alert, and an alert for each section', () => {
    expect(sections.map(({ title }) => title).sort()).toEqual(names);
  });

  it.each(sections)(
    'says of $title what it means, who is hurt, where to look, what to do, whom to wake',
    ({ text }) => {
      const parts = [...text.matchAll(/^\*\*([^*:]+):\*\*/gm)].map(([, part]) => part);
      expect(parts).toEqual(['It says', 'Who is hurt', 'Look first', 'Do', 'Wake', 'False alarm when']);
      expect([...text.matchAll(/^\d\. /gm)].map(([number]) => number)).toEqual(['1. ', '2. ', '3. ']);
    },
  );

  it('is where each alert leads', () => {
    for (const { alert, annotations } of alerts) {
      expect(annotations.runbook_url).toBe(`docs/runbook.md#${alert.toLowerCase()}`);
    }
  });

  it('tells the alerts that page from those that write a ticket', () => {
    const [, tonight = ''] =
      /^\| (\[Foxload.*?) \| all others \|$/m.exec(readFileSync('docs/runbook.md', 'utf8')) ?? [];
    const told = [...tonight.matchAll(/\[(Foxload\w+)\]/g)].map(([, name]) => name).sort();
    const pages = alerts.filter(({ labels }) => labels.severity === 'page').map(({ alert }) => alert);
    expect(told).toEqual([...new Set(pages)].sort());
  });

  it('asks only for metrics that the page has, and for series that the rules record', async () => {
    const page = await metricsPage(readingWith());
    const recorded = new Set(rules.flatMap((rule) => ('record' in rule ? [rule.record] : [])));
    for (const query of runbookQueries()) {
      for (const [name] of query.matchAll(/foxload_\w+/g)) {
        expect(page, query).toContain(`# TYPE ${name.replace(/_(bucket|sum|count)$/, '')} `);
      }
      for (const [name] of query.matchAll(/foxload:[\w:]+/g)) expect(recorded, query).toContain(name);
    }
  });
});

describe('the alerts', () => {
  it('have a summary that names the service, and a description that tells more', () => {
    for (const { alert, annotations } of alerts) {
      expect(annotations.summary, alert).toMatch(/^\{\{ \$labels\.job \}\} in /);
      expect(annotations.description.length, alert).toBeGreaterThan(20);
    }
  });

  it('match no whole number as an edge of a histogram, which Prometheus 2 and 3 write differently', () => {
    const edges = rules.flatMap(({ expr }) => expr.match(/le=~?"[^"]*"/g) ?? []);
    expect([...new Set(edges)]).toEqual(['le="0.1"', 'le="0.05"']);
  });

  it('about the service level are all held back while the instrument is at fault', () => {
    const heldBack = alerts
      .filter(({ expr }) => expr.endsWith('unless on (environment, job) foxload:measurement_invalid == 1'))
      .map(({ alert }) => alert);
    const serviceLevel = alerts
      .filter(({ labels }) => labels.about === 'service_level')
      .map(({ alert }) => alert);
    expect(heldBack).toEqual(serviceLevel);
  });
});
