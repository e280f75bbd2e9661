import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readProfile } from '../../src/profile/read-profile.js';
import { ruleFile } from '../../src/rules/rule-file.js';
import { ruleGroups } from '../../src/rules/rule-groups.js';
import { type MeasuredRun, measuredRun } from '../grafana/measured-run.js';
import type { RuleState } from '../grafana/prometheus.js';
import { canStart } from '../grafana/required-program.js';
import { runbookQueries } from './runbook.js';

/** Some of everything, and one order in thirty whose webhook is never sent. */
const profile = `
name: rules
target: { environment: embedded, dialect: header-key }
load: { arrivals: poisson, seed: 1, stages: [{ rate: 60/s, for: 5s }] }
orders: [{ sku: xbox-ar-game-pass }, { sku: psn-tr-100 }]
replays: 5%
deadline: 4s
limits: { orders: 2000, spend: 40000 USD }
objectives:
  - delivery within 120ms for 50% over 7d
  - delivery within 450ms for 95% over 7d
  - delivery within 900ms for 99% over 30d
  - success for 95% over 7d
sandbox:
  speed: 100
  seed: 7
  failures: { supplier_timeout: 2% }
  webhooks: { duplicate: 2%, drop: 3% }
`;

/** What may have no series in such a run, with the reason. */
const mayBeEmpty: Readonly<Record<string, string>> = {
  'foxload_run_info{mode=~"monitor|live"}': 'a run ends, and nobody is told that its metrics are gone',
};

const { objectives } = readProfile(profile, 'rules.yaml');
const declaration = { objectives, profileName: 'rules', runbookUrl: 'docs/runbook.md' };
const rules = ruleGroups(objectives, declaration).flatMap((group) => group.rules);
const recorded = rules.flatMap((rule) => ('record' in rule ? [rule.record] : []));
const selectors = rules.flatMap(({ expr }) => expr.match(/foxload[_:][\w:]+(\{[^}]*\})?/g) ?? []);

describe.runIf(canStart('prometheus', 'promtool'))(
  'the rules of a real Prometheus that scraped a real run',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'foxload-real-rules-'));
    let run: MeasuredRun;
    let states: readonly RuleState[];

    beforeAll(async () => {
      const file = join(folder, 'foxload.rules.yml');
      const [{ text } = { text: '' }] = ruleFile(declaration);
      // Looked at each second, so that nobody waits minutes for the first answer.
      writeFileSync(file, text.replaceAll(/^( +interval:) \d+m$/gm, '$1 1s'));
      run = await measuredRun(folder, profile, [file]);
      await run.prometheus.until('count(ALERTS{alertname="FoxloadOrderLost", alertstate="firing"})', 1);
      states = await run.prometheus.rules();
    });

    afterAll(async () => {
      await run?.prometheus.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('are all healthy', () => {
      expect(states.length).toBe(rules.length);
      expect(
        states.filter(({ health }) => health !== 'ok').map(({ name, lastError }) => ({ name, lastError })),
      ).toEqual([]);
    });

    it.each([...new Set(recorded)])('record %s, and only numbers', async (name) => {
      const answers = await run.prometheus.queryRange(name, run.fromS, run.toS, 0.5);
      const values = answers.flatMap((answer) => answer.values);
      expect(values).not.toEqual([]);
      expect(values.filter((value) => !Number.isFinite(value))).toEqual([]);
    });

    it.each([...new Set(selectors)])('find what they read: %s', async (selector) => {
      const answers = await run.prometheus.queryRange(selector, run.fromS, run.toS, 0.5);
      expect(answers.length > 0).toBe(!(selector in mayBeEmpty));
    });

    it.each(rules.flatMap((rule) => ('alert' in rule ? [rule] : [])))(
      'can be asked for $alert',
      async ({ expr }) => {
        const answers = await run.prometheus.queryRange(expr, run.fromS, run.toS, 0.5);
        expect(answers.flatMap(({ values }) => values).filter((value) => !Number.isFinite(value))).toEqual(
          [],
        );
      },
    );

    it.each(runbookQueries())('can be followed by the runbook: %s', async (query) => {
      const asked = query
        .replaceAll('environment="E"', 'environment="test"')
        .replaceAll('job="J"', 'job="foxload"');
      const answers = await run.prometheus.queryRange(asked, run.fromS, run.toS, 0.5);
      expect(answers.length > 0, 'has an answer').toBe(!(query in mayBeEmpty));
    });

    it('find every ledger balanced at every scrape, and the objectives as they were declared', async () => {
      const exact = ['FoxloadLedgerUnbalanced', 'FoxloadObjectivesDiffer', 'FoxloadNothingAccepted'];
      for (const rule of rules) {
        if (!('alert' in rule) || !exact.includes(rule.alert)) continue;
        expect(await run.prometheus.queryRange(rule.expr, run.fromS, run.toS, 0.25), rule.expr).toEqual([]);
      }
    });

    it('record the share of bad orders that the report tells', async () => {
      const { ledger } = run.result;
      const [bad] = await run.prometheus.query(
        'max_over_time(foxload_slo_events_total{slo="success", result="bad"}[1m])',
      );
      expect(bad?.value).toBe(ledger.accepted - ledger.delivered);
      const [ratio] = await run.prometheus.query('foxload:slo_error_ratio:1h{slo="success"}');
      const [counted] = await run.prometheus.query(
        'sum(increase(foxload_slo_events_total{slo="success", result="bad"}[1h])) / sum(increase(foxload_slo_events_total{slo="success"}[1h]))',
      );
      expect(ratio?.value).toBeCloseTo(counted?.value ?? Number.NaN, 2);
    });

    it('tell people whole sentences, with the values in them', () => {
      const firing = states.flatMap(({ alerts = [] }) => alerts);
      const lost = firing.find(({ labels }) => labels.alertname === 'FoxloadOrderLost');
      expect(lost?.annotations.summary).toBe(
        'foxload in test: an order was delivered, and its webhook never came',
      );
      expect(lost?.annotations.description).toMatch(
        /^\d+ in the last hour: the API calls them delivered, and nobody was told\.$/,
      );
      for (const { annotations } of firing) {
        expect(Object.values(annotations).join(' ')).not.toMatch(/error expanding|<no value>|NaN|\{\{/);
      }
    });
  },
);
