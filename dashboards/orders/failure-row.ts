import type { PanelPlan, RowPlan } from '../dashboard-plan.js';
import { sum } from '../promql.js';
import type { Scope } from '../scope.js';
import { units } from '../units.js';

const size = { width: 12, height: 8, unit: units.ordersPerSecond, min: 0 } as const;

function mendable({ rate }: Scope): PanelPlan {
  return {
    ...size,
    kind: 'time-series',
    title: 'Failures that a new order can mend',
    description:
      'Failed orders by reason, where ordering again helps, for some only after somebody acted. insufficient_funds: top the balance up. ' +
      'payment_3ds_failed: the customer pays again. supplier_timeout, order_timeout, stock_revoked: order again, the refund comes by itself.',
    queries: [
      {
        promql: sum(rate('order_failures_total', 'retryable=~"yes|after_action"'), 'reason', 'retryable'),
        legend: '{{reason}} (retryable: {{retryable}})',
      },
    ],
  };
}

function permanent({ rate }: Scope): PanelPlan {
  return {
    ...size,
    kind: 'time-series',
    title: 'Permanent and unknown failures',
    description:
      'Failed orders by reason, where ordering again does not help. out_of_stock: try another SKU. invalid_region: mend the routing. ' +
      'other: a reason that the guides do not name; the journal (orders.ndjson) has it in the words of the API.',
    queries: [
      {
        promql: sum(rate('order_failures_total', 'retryable=~"no|unknown"'), 'reason', 'retryable'),
        legend: '{{reason}} (retryable: {{retryable}})',
      },
    ],
  };
}

function refused({ rate }: Scope): PanelPlan {
  return {
    ...size,
    kind: 'time-series',
    title: 'Refused and not sent',
    description:
      'Orders that the API did not take, by reason, and due orders that never left. insufficient_funds: top the balance up. rate_limited: ' +
      'lower the rate or have the limit raised. network, timeout, server_error: the API is in trouble, and such an order may exist. Not ' +
      'sent for in_flight: raise maxInFlight or lower the rate; for spend: the limit of the profile is reached.',
    queries: [
      { promql: sum(rate('orders_refused_total'), 'reason'), legend: 'refused: {{reason}}' },
      { promql: sum(rate('orders_dropped_total'), 'reason'), legend: 'not sent: {{reason}}' },
    ],
  };
}

function ended({ rate }: Scope): PanelPlan {
  return {
    ...size,
    kind: 'time-series',
    title: 'How orders ended',
    description:
      'Accepted orders by their end and by who told it. Told by poll: the webhook had not come by the deadline, so foxload asked. lost: ' +
      'the API calls the order delivered and no webhook ever came; ask the provider for its delivery log. timed_out: nobody knows an end.',
    queries: [
      { promql: sum(rate('orders_completed_total'), 'outcome', 'via'), legend: '{{outcome}} by {{via}}' },
    ],
  };
}

/** Why orders do not arrive: failed, refused, never sent, or never heard of again. */
export function failureRow(scope: Scope): RowPlan {
  return { title: 'Failures', panels: [mendable(scope), permanent(scope), refused(scope), ended(scope)] };
}
