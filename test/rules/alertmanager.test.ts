import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ruleGroups } from '../../src/rules/rule-groups.js';
import { canStart } from '../grafana/required-program.js';
import { type Alertmanager, alertmanagerProgram, startAlertmanager } from './alertmanager.js';
import { shippedDeclaration } from './shipped-declaration.js';

const configFile = fileURLToPath(new URL('../../grafana/alertmanager.yml', import.meta.url));
const shipped = shippedDeclaration();
const alertRules = ruleGroups(shipped.objectives, shipped)
  .flatMap(({ rules }) => rules)
  .flatMap((rule) => ('alert' in rule ? [rule] : []));

type Labels = Readonly<Record<string, string>>;
const canary: Labels = { environment: 'production', job: 'canary' };

/** The alerts of these names, with the labels that the rules give them. */
function alerts(names: readonly string[], of: Labels = canary): Labels[] {
  return alertRules
    .filter(({ alert }) => names.includes(alert))
    .map(({ alert, labels }) => ({ alertname: alert, ...labels, ...of }));
}

describe.runIf(canStart(alertmanagerProgram, 'amtool'))(
  'a real Alertmanager with the shipped configuration',
  () => {
    let alertmanager: Alertmanager;
    beforeEach(async () => {
      alertmanager = await startAlertmanager(configFile);
    });
    afterEach(() => alertmanager?.close());

    /** The names of the alerts that people are told of, as soon as Alertmanager has all that were handed over. */
    async function toldNow(count: number): Promise<string[]> {
      const held = await alertmanager.held();
      const told = held.filter(({ status }) => status.state === 'active');
      const names = told.map(({ labels }) =>
        [labels.alertname, labels.severity, labels.slo].filter(Boolean).join('/'),
      );
      return held.length < count ? ['not all are there'] : [...new Set(names)].sort();
    }

    /** Alertmanager learns of what holds others back a moment after the alerts: it is asked until it knows. */
    async function expectTold(handedOver: readonly Labels[], told: readonly string[]): Promise<void> {
      await alertmanager.post(handedOver);
      await expect.poll(() => toldNow(handedOver.length), { timeout: 60_000, interval: 20 }).toEqual(told);
    }

    it('understands it', () => {
      const { status, stdout, stderr } = spawnSync('amtool', ['check-config', configFile], {
        encoding: 'utf8',
      });
      expect(status, stdout + stderr).toBe(0);
    });

    it('tells of an outage and of silent webhooks, and not of what they burn', async () => {
      await expectTold(
        alerts([
          'FoxloadOutage',
          'FoxloadWebhookSilence',
          'FoxloadErrorBudgetBurningFast',
          'FoxloadErrorBudgetBurning',
          'FoxloadDeliveryTooSlow',
        ]),
        ['FoxloadOutage/page', 'FoxloadWebhookSilence/page'],
      );
    });

    it('does not let the outage of a sandbox hide what burns in production', async () => {
      await expectTold(
        [
          ...alerts(['FoxloadOutage'], { environment: 'sandbox', job: 'canary' }),
          ...alerts(['FoxloadErrorBudgetSpent', 'FoxloadDeliveryTooSlow']).filter(
            ({ slo }) => slo === 'delivery_45s',
          ),
        ],
        [
          'FoxloadDeliveryTooSlow/ticket/delivery_45s',
          'FoxloadErrorBudgetSpent/ticket/delivery_45s',
          'FoxloadOutage/page',
        ],
      );
    });

    it('writes no ticket about an objective that somebody is awake for, but one about another', async () => {
      const all = alerts(['FoxloadErrorBudgetBurningFast', 'FoxloadErrorBudgetBurning']);
      await expectTold(
        all.filter(({ alertname, slo }) => alertname === 'FoxloadErrorBudgetBurning' || slo === 'success'),
        [
          'FoxloadErrorBudgetBurning/ticket/delivery_12s',
          'FoxloadErrorBudgetBurning/ticket/delivery_1m30s',
          'FoxloadErrorBudgetBurning/ticket/delivery_45s',
          'FoxloadErrorBudgetBurningFast/page/success',
        ],
      );
    });

    it('holds back what others say of a service whose instrument is at fault, but no fact that was counted', async () => {
      const own = { alertname: 'OurOwnLatencyAlert', severity: 'page', about: 'service_level', ...canary };
      await expectTold(
        [
          own,
          ...alerts(['FoxloadOutage', 'FoxloadOrderLost']),
          ...alerts(['FoxloadMeasurementInvalid'], { ...canary, cause: 'event_loop' }),
        ],
        ['FoxloadMeasurementInvalid/page', 'FoxloadOrderLost/ticket'],
      );
    });

    it('wakes people for production alone', async () => {
      const pages = [
        ...alerts(['FoxloadOutage']),
        ...alerts(['FoxloadOutage'], { environment: 'sandbox', job: 'canary' }),
      ];
      await expectTold(pages, ['FoxloadOutage/page']);
      const receivers = (await alertmanager.held()).map(({ labels, receivers: [first] }) => [
        labels.environment,
        first?.name,
      ]);
      expect(receivers.sort()).toEqual([
        ['production', 'page'],
        ['sandbox', 'ticket'],
      ]);
    });
  },
);
