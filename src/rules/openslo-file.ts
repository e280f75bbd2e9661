import { formatDuration } from '../profile/duration.js';
import type { Objective } from '../profile/objective.js';
import { type BurnTier, burnTiers, type Severity } from './burn-tiers.js';
import type { Declaration, GeneratedFile } from './generated-file.js';
import { perService } from './slo-series.js';
import { yamlText } from './yaml-text.js';

const service = 'foxload';
const dayMs = 86_400_000;

/**
 * The objectives as OpenSLO v1 (https://github.com/OpenSLO/OpenSLO), for tools that read it: a service, and for each objective its
 * indicator, the objective itself and an alert policy for each of its burn rates. OpenSLO knows one window per condition, so the short
 * windows of our own rules are told as the time that a condition has to hold.
 */
export function openSloFile({ objectives, profileName }: Declaration): GeneratedFile[] {
  const documents = [
    serviceDocument(),
    ...(['page', 'ticket'] as const).map(targetDocument),
    ...objectives.flatMap(objectiveDocuments),
  ];
  return [{ path: 'slo/foxload.openslo.yml', text: yamlText(profileName, documents) }];
}

function openSlo(kind: string, name: string, spec: object, displayName?: string) {
  const metadata = displayName === undefined ? { name } : { name, displayName };
  return { apiVersion: 'openslo/v1', kind, metadata, spec };
}

function serviceDocument() {
  const description = 'Orders that are accepted by the order API and completed by its webhook.';
  return openSlo('Service', service, { description }, 'Order API, as foxload sees it');
}

function targetDocument(severity: Severity) {
  const description = severity === 'page' ? 'Wakes whoever is on call.' : 'Waits until the next working day.';
  return openSlo('AlertNotificationTarget', severity, { target: severity, description });
}

function objectiveDocuments(objective: Objective): object[] {
  const { tiers } = burnTiers(objective);
  return [
    indicatorDocument(objective),
    sloDocument(
      objective,
      tiers.map((tier) => policyName(objective, tier)),
    ),
    ...tiers.map((tier) => policyDocument(objective, tier)),
  ];
}

/** Names may hold small letters, digits and dashes (RFC 1123). */
function rfcName(slo: string): string {
  return `${service}-${slo.replaceAll(/[^a-z0-9]+/g, '-')}`;
}

function policyName({ name }: Objective, { longMs }: BurnTier): string {
  return `${rfcName(name)}-burn-${formatDuration(longMs)}`;
}

function indicatorDocument({ name: slo, text }: Objective) {
  const source = (selector: string) => ({
    metricSource: {
      type: 'Prometheus',
      spec: { query: `sum by (${perService}) (foxload_slo_events_total{${selector}})` },
    },
  });
  const ratioMetric = {
    counter: true,
    good: source(`slo="${slo}", result="good"`),
    total: source(`slo="${slo}"`),
  };
  return openSlo('SLI', rfcName(slo), { description: `Good orders of "${text}".`, ratioMetric });
}

function sloDocument({ name: slo, text, ratio, periodMs }: Objective, policies: readonly string[]) {
  const spec = {
    description: text,
    service,
    indicatorRef: rfcName(slo),
    timeWindow: [{ duration: shorthand(periodMs), isRolling: true }],
    budgetingMethod: 'Occurrences',
    objectives: [{ displayName: text, target: ratio }],
    alertPolicies: policies.map((alertPolicyRef) => ({ alertPolicyRef })),
  };
  return openSlo('SLO', rfcName(slo), spec, slo);
}

function policyDocument(objective: Objective, tier: BurnTier) {
  const { severity, factor, longMs, shortMs } = tier;
  const name = policyName(objective, tier);
  const condition = openSlo('AlertCondition', name, {
    severity,
    condition: {
      kind: 'burnrate',
      threshold: factor,
      lookbackWindow: shorthand(longMs),
      alertAfter: shorthand(shortMs),
    },
  });
  const { kind, metadata, spec } = condition;
  return openSlo('AlertPolicy', name, {
    description: `The error budget of "${objective.text}" burns faster than ${factor} times its pace.`,
    alertWhenNoData: false,
    alertWhenResolved: true,
    alertWhenBreaching: true,
    conditions: [{ kind, metadata, spec }],
    notificationTargets: [{ targetRef: severity }],
  });
}

/** OpenSLO writes a duration as one whole number with one unit, minutes at the least. */
function shorthand(ms: number): string {
  for (const [unitMs, unit] of [
    [dayMs, 'd'],
    [3_600_000, 'h'],
  ] as const) {
    if (ms % unitMs === 0) return `${ms / unitMs}${unit}`;
  }
  return `${Math.max(1, Math.round(ms / 60_000))}m`;
}
