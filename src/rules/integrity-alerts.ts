import { type AlertDraft, whichService } from './alert.js';
import type { Severity } from './burn-tiers.js';
import { perService } from './slo-series.js';

/** Something that must not happen, not even once. */
interface Violation {
  readonly alert: string;
  readonly severity: Severity;
  /** The counter that must stay as it is. */
  readonly counter: string;
  /** Labels of it that the alert keeps, beside those of the service. */
  readonly by?: string;
  readonly summary: string;
  readonly description: string;
}

const violations: readonly Violation[] = [
  {
    alert: 'FoxloadDifferentOrderForOneKey',
    // Each further retry sells once more: this can't wait until the morning.
    severity: 'page',
    counter: 'foxload_idempotency_replays_total{result="different_order"}',
    summary: 'one idempotency key gave two orders',
    description: '{{ $value | printf "%.0f" }} in the last hour: the API sold twice what was ordered once.',
  },
  {
    alert: 'FoxloadOrderLost',
    severity: 'ticket',
    counter: 'foxload_orders_completed_total{outcome="lost"}',
    summary: 'an order was delivered, and its webhook never came',
    description:
      '{{ $value | printf "%.0f" }} in the last hour: the API calls them delivered, and nobody was told.',
  },
  {
    alert: 'FoxloadForgedWebhooks',
    // Whoever finds the address can send some. Nobody outside may be able to wake people.
    severity: 'ticket',
    counter: 'foxload_webhooks_received_total{verdict="forged"}',
    summary: 'webhooks failed verification',
    description:
      '{{ $value | printf "%.0f" }} requests to the webhook address in the last hour were not signed by a secret that is known here.',
  },
  {
    alert: 'FoxloadStateViolation',
    severity: 'ticket',
    counter: 'foxload_state_violations_total',
    by: 'kind',
    summary: 'the API broke the order of states ({{ $labels.kind }})',
    description: '{{ $value | printf "%.0f" }} in the last hour.',
  },
  {
    alert: 'FoxloadCodeUnreadable',
    severity: 'ticket',
    counter: 'foxload_code_open_failures_total',
    summary: 'delivered codes can not be opened',
    description:
      '{{ $value | printf "%.0f" }} deliveries in the last hour held a code that the webhook secret does not open.',
  },
];

/** Alerts with no tolerance: each of these counters must never grow. Facts, which no fault of the instrument makes untrue. */
export function integrityAlerts(): AlertDraft[] {
  return violations.map(({ alert, severity, counter, by, summary, description }) => ({
    alert,
    severity,
    about: 'integrity',
    expr: `sum by (${perService}${by === undefined ? '' : `, ${by}`}) (\n  ${grownWithinAnHour(counter)}\n) > 0`,
    summary: `${whichService}: ${summary}`,
    description,
  }));
}

/**
 * How much a counter grew within the last hour. What it held at the first scrape is no growth to Prometheus, so a process that met
 * its violation before that adds its whole count, as long as it is younger than the hour. One that was away for less than a day and
 * goes on with its counts is not new.
 */
function grownWithinAnHour(counter: string): string {
  return `increase(${counter}[1h]) > 0\n  or\n  (${counter} > 0 unless last_over_time(${counter}[1d] offset 1h))`;
}

/** The alert that orders are held back because money is. */
export function spendAlert(): AlertDraft {
  return {
    alert: 'FoxloadSpendLimitReached',
    severity: 'ticket',
    about: 'spend',
    expr: `sum by (${perService}) (increase(foxload_orders_dropped_total{reason="spend"}[15m])) > 0`,
    summary: `${whichService}: the spend limit is reached, orders are held back`,
    description:
      '{{ $value | printf "%.0f" }} orders in the last 15 minutes were due and not sent, because the limit does not allow their price.',
  };
}
