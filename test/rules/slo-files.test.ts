import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { parseObjective } from '../../src/profile/objective.js';
import { burnTiers } from '../../src/rules/burn-tiers.js';
import { openSloFile } from '../../src/rules/openslo-file.js';
import { slothFiles } from '../../src/rules/sloth-files.js';
import { shippedDeclaration } from './shipped-declaration.js';

const shipped = shippedDeclaration();

/** As much of a document as these tests look at. */
interface OpenSlo {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Record<string, unknown>;
}

function documentsOf<T>(text: string): T[] {
  return parseAllDocuments(text).map((document) => document.toJS() as T);
}

const duration = /^[1-9]\d*[mhdwMQY]$/;

describe('the OpenSLO file', () => {
  const documents = documentsOf<OpenSlo>(openSloFile(shipped)[0]?.text ?? '');
  const ofKind = (kind: string) => documents.filter((document) => document.kind === kind);
  const namesOf = (kind: string) => ofKind(kind).map(({ metadata }) => metadata.name);

  it('has an indicator and an objective for each objective of the profile, and a policy for each burn rate', () => {
    const tiers = shipped.objectives.flatMap((objective) => burnTiers(objective).tiers);
    expect(namesOf('Service')).toEqual(['foxload']);
    expect(namesOf('SLI')).toEqual([
      'foxload-delivery-12s',
      'foxload-delivery-45s',
      'foxload-delivery-1m30s',
      'foxload-success',
    ]);
    expect(namesOf('SLO')).toEqual(namesOf('SLI'));
    expect(ofKind('AlertPolicy')).toHaveLength(tiers.length);
    expect(documents).toHaveLength(1 + 2 + 4 + 4 + tiers.length);
  });

  it('has names that the specification allows, each once in its kind', () => {
    for (const { apiVersion, kind, metadata } of documents) {
      expect(apiVersion).toBe('openslo/v1');
      expect(metadata.name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
      expect(namesOf(kind).filter((name) => name === metadata.name)).toHaveLength(1);
    }
  });

  it('tells of every objective what the specification requires', () => {
    for (const [i, { spec }] of ofKind('SLO').entries()) {
      const { ratio, periodMs, text } = shipped.objectives[i] ?? parseObjective('');
      expect(spec).toMatchObject({
        description: text,
        service: 'foxload',
        budgetingMethod: 'Occurrences',
        timeWindow: [{ duration: `${periodMs / 86_400_000}d`, isRolling: true }],
        objectives: [{ target: ratio }],
      });
      expect(namesOf('SLI')).toContain(spec.indicatorRef);
      for (const { alertPolicyRef } of spec.alertPolicies as { alertPolicyRef: string }[]) {
        expect(namesOf('AlertPolicy')).toContain(alertPolicyRef);
      }
    }
  });

  it('reads the indicators from the counters of good orders and of all', () => {
    expect(ofKind('SLI')[1]?.spec.ratioMetric).toEqual({
      counter: true,
      good: {
        metricSource: {
          type: 'Prometheus',
          spec: {
            query: 'sum by (environment, job) (foxload_slo_events_total{slo="delivery_45s", result="good"})',
          },
        },
      },
      total: {
        metricSource: {
          type: 'Prometheus',
          spec: { query: 'sum by (environment, job) (foxload_slo_events_total{slo="delivery_45s"})' },
        },
      },
    });
  });

  it('has one burn rate condition in each policy, and a target that exists', () => {
    for (const { spec } of ofKind('AlertPolicy')) {
      const [condition, ...others] = spec.conditions as OpenSlo[];
      expect(others).toEqual([]);
      expect(condition?.kind).toBe('AlertCondition');
      const inner = condition?.spec.condition as Record<string, unknown>;
      expect(inner.kind).toBe('burnrate');
      expect(inner.threshold).toBeGreaterThanOrEqual(1);
      expect(inner.lookbackWindow).toMatch(duration);
      expect(inner.alertAfter).toMatch(duration);
      expect([spec.alertWhenNoData, spec.alertWhenResolved, spec.alertWhenBreaching]).toEqual([
        false,
        true,
        true,
      ]);
      for (const { targetRef } of spec.notificationTargets as { targetRef: string }[]) {
        expect(namesOf('AlertNotificationTarget')).toContain(targetRef);
      }
    }
  });

  it('writes a period of odd length in whole minutes', () => {
    const objectives = [parseObjective('success for 99% over 1d12h30m')];
    const documents = documentsOf<OpenSlo>(openSloFile({ ...shipped, objectives })[0]?.text ?? '');
    const slo = documents.find(({ kind }) => kind === 'SLO');
    expect(slo?.spec.timeWindow).toEqual([{ duration: '2190m', isRolling: true }]);
  });
});

describe('the Sloth files', () => {
  interface SlothSlo {
    readonly name: string;
    readonly objective: number;
    readonly sli: { readonly events: { readonly error_query: string; readonly total_query: string } };
    readonly alerting: { readonly name: string; readonly page_alert: object };
  }
  interface Sloth {
    readonly version: string;
    readonly service: string;
    readonly slos: readonly SlothSlo[];
  }
  interface Windows {
    readonly kind: string;
    readonly apiVersion: string;
    readonly spec: {
      readonly sloPeriod: string;
      readonly page: Record<string, { errorBudgetPercent: number; longWindow: string; shortWindow: string }>;
      readonly ticket: Record<
        string,
        { errorBudgetPercent: number; longWindow: string; shortWindow: string }
      >;
    };
  }
  const files = new Map(slothFiles(shipped).map(({ path, text }) => [path, text]));
  const read = <T>(path: string): T => documentsOf<T>(files.get(path) ?? '')[0] as T;

  it('are one for each period, with windows that fit it', () => {
    expect([...files.keys()]).toEqual([
      'slo/foxload-7d.sloth.yml',
      'slo/sloth-windows/7d.yml',
      'slo/foxload-30d.sloth.yml',
      'slo/sloth-windows/30d.yml',
    ]);
    const week = read<Sloth>('slo/foxload-7d.sloth.yml');
    expect([week.version, week.service]).toEqual(['prometheus/v1', 'foxload']);
    expect(week.slos.map(({ name, objective }) => [name, objective])).toEqual([
      ['delivery_12s', 50],
      ['delivery_45s', 95],
      ['success', 95],
    ]);
  });

  it('leave the window to Sloth in both queries, and page for nothing that could never be passed', () => {
    for (const path of ['slo/foxload-7d.sloth.yml', 'slo/foxload-30d.sloth.yml']) {
      for (const { objective, sli, alerting } of read<Sloth>(path).slos) {
        expect(sli.events.error_query).toContain('result="bad"}[{{.window}}]');
        expect(sli.events.total_query).toContain('[{{.window}}]');
        expect(alerting.name).toMatch(/^Foxload/);
        expect('disable' in alerting.page_alert).toBe(objective === 50);
      }
    }
  });

  it('have windows from which Sloth computes the factors of our own rules', () => {
    const { kind, apiVersion, spec } = read<Windows>('slo/sloth-windows/7d.yml');
    expect([apiVersion, kind, spec.sloPeriod]).toEqual(['sloth.slok.dev/v1', 'AlertWindows', '7d']);
    const hours = { '1h': 1, '6h': 6, '1d': 24, '3d': 72 } as Record<string, number>;
    const factors = [spec.page.quick, spec.page.slow, spec.ticket.quick, spec.ticket.slow].map((window) =>
      Number(
        ((((window?.errorBudgetPercent ?? 0) / 100) * 168) / (hours[window?.longWindow ?? ''] ?? 0)).toFixed(
          6,
        ),
      ),
    );
    expect(factors).toEqual([3.36, 1.4, 1, 1]);
  });
});
