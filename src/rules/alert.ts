import type { Severity } from './burn-tiers.js';
import type { AlertRule, AlertSubject } from './rule-group.js';

/** What differs from one installation to the next. */
export interface RuleOptions {
  /** Where the runbook is read: a path or an address, to which `#name-of-the-alert` is added. */
  readonly runbookUrl: string;
}

/** An alert as its author writes it. */
export interface AlertDraft {
  readonly alert: string;
  readonly severity: Severity;
  readonly about: AlertSubject;
  readonly expr: string;
  readonly for?: string;
  readonly summary: string;
  readonly description: string;
  /** Tells alerts of one name apart, such as `long_window`. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Which service an alert speaks of, in a summary. */
export const whichService = '{{ $labels.job }} in {{ or $labels.environment "no environment" }}';

/** The rule of a draft: with its labels, and the way to its section of the runbook. */
export function alertRule(draft: AlertDraft, { runbookUrl }: RuleOptions): AlertRule {
  const { alert, severity, about, expr, summary, description } = draft;
  return {
    alert,
    expr,
    ...(draft.for === undefined ? {} : { for: draft.for }),
    labels: { severity, about, ...draft.labels },
    annotations: { summary, description, runbook_url: `${runbookUrl}#${alert.toLowerCase()}` },
  };
}
