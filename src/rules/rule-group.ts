import type { Severity } from './burn-tiers.js';

/** What an alert speaks of; Alertmanager routes and inhibits by it. */
export type AlertSubject = 'service_level' | 'integrity' | 'instrument' | 'spend';

/** A series that Prometheus computes and keeps. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A condition that people are told of. */
export interface AlertRule {
  /** Also the heading of its section in the runbook. */
  readonly alert: string;
  readonly expr: string;
  /** How long it has to hold; left out: not at all. A Prometheus duration. */
  readonly for?: string;
  readonly labels: { readonly severity: Severity; readonly about: AlertSubject } & Readonly<
    Record<string, string>
  >;
  readonly annotations: {
    /** One line, with the values that identify it. */
    readonly summary: string;
    /** What was found and what was wanted. */
    readonly description: string;
    readonly runbook_url: string;
  };
}

/** Rules that Prometheus evaluates one after the other, at the same instant. */
export interface RuleGroup {
  readonly name: string;
  readonly interval: string;
  readonly rules: readonly (RecordingRule | AlertRule)[];
}
