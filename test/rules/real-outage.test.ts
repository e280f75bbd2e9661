import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readProfile } from '../../src/profile/read-profile.js';
import { ruleFile } from '../../src/rules/rule-file.js';
import { type MeasuredRun, measuredRun } from '../grafana/measured-run.js';
import type { RuleState } from '../grafana/prometheus.js';
import { canStart } from '../grafana/required-program.js';

/** An API that accepts every order and tells nobody what became of it. */
const profile = `
name: outage
target: { environment: embedded, dialect: header-key }
load: { arrivals: uniform, seed: 1, stages: [{ rate: 15/s, for: 8s }] }
orders: [{ sku: xbox-ar-game-pass }]
deadline: 3s
limits: { orders: 200, spend: 4000 USD }
objectives: [ delivery within 450ms for 95% over 7d, success for 95% over 7d ]
sandbox: { speed: 100, seed: 7, webhooks: { drop: 100% } }
`;

const { objectives } = readProfile(profile, 'outage.yaml');

describe.runIf(canStart('prometheus', 'promtool'))('a real outage, as a real Prometheus tells it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'foxload-real-outage-'));
  let run: MeasuredRun;
  let firing: NonNullable<RuleState['alerts']>;

  beforeAll(async () => {
    const file = join(folder, 'foxload.rules.yml');
    const [{ text } = { text: '' }] = ruleFile({
      objectives,
      profileName: 'outage',
      runbookUrl: 'https://wiki.example/runbook',
    });
    // Looked at each second, so that nobody waits minutes for the first answer.
    writeFileSync(file, text.replaceAll(/^( +interval:) \d+m$/gm, '$1 1s'));
    run = await measuredRun(folder, profile, [file]);
    await run.prometheus.until(
      'count(ALERTS{alertname="FoxloadErrorBudgetBurningFast", alertstate="firing", slo="success", long_window="1h"})',
      1,
    );
    firing = (await run.prometheus.rules()).flatMap(({ alerts = [] }) => alerts);
  });

  afterAll(async () => {
    await run?.prometheus.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('pages for the outage while it lasts, and for the budgets that it burns', async () => {
    const pages = 'count by (alertname, slo, long_window) (ALERTS{alertstate="firing", severity="page"})';
    const answers = await run.prometheus.queryRange(pages, run.fromS, Date.now() / 1000, 0.5);
    const told = answers.map(
      ({ labels: { alertname, slo, long_window: window = '' } }) => `${alertname}/${slo}/${window}`,
    );
    // Six hours want 172 orders, and there are 120.
    expect(told.sort()).toEqual([
      'FoxloadErrorBudgetBurningFast/delivery_450ms/1h',
      'FoxloadErrorBudgetBurningFast/success/1h',
      'FoxloadOutage/delivery_450ms/',
    ]);
  });

  it('says how bad it is, what was promised and where to read on', () => {
    const alert = firing.find(
      ({ labels }) =>
        labels.alertname === 'FoxloadErrorBudgetBurningFast' &&
        labels.slo === 'success' &&
        labels.long_window === '1h',
    );
    expect(alert?.annotations.summary).toBe(
      'foxload in test: the error budget of success burns faster than 3.36 times its pace',
    );
    expect(alert?.annotations.description).toMatch(
      /^[\d.]+% of the orders decided in the last 1h were bad for the objective "success for 95% over 7d"\. Above 16\.8%, 2% of the budget of 7d is gone within 1h, and all of it within 2d2h\.$/,
    );
    expect(alert?.annotations.runbook_url).toBe('https://wiki.example/runbook#foxloaderrorbudgetburningfast');
  });
});
