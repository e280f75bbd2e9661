import { readFileSync } from 'node:fs';
import { dashboardPlans } from '../../dashboards/dashboard-files.js';
import type { PanelPlan, Query } from '../../dashboards/dashboard-plan.js';
import { shippedDeclaration } from '../rules/shipped-declaration.js';

/** The three dashboards as their sources say. */
export const plans = dashboardPlans(shippedDeclaration().objectives);

/** A panel and the dashboard that it is on. */
export interface PlacedPanel {
  readonly board: string;
  readonly panel: PanelPlan;
}

/** Every panel of every dashboard. */
export const placedPanels: readonly PlacedPanel[] = plans.flatMap(({ uid, rows }) =>
  rows.flatMap(({ panels }) => panels.map((panel) => ({ board: uid, panel }))),
);

/** One query, and where it stands. */
export interface PlacedQuery extends Query {
  /** Dashboard and title of the panel. */
  readonly where: string;
}

/** Every query of every panel. */
export const placedQueries: readonly PlacedQuery[] = placedPanels.flatMap(({ board, panel }) =>
  panel.queries.map((query) => ({ ...query, where: `${board}: ${panel.title}` })),
);

/** The committed file of a dashboard. */
export function committed(uid: string): string {
  return readFileSync(new URL(`../../grafana/dashboards/${uid}.json`, import.meta.url), 'utf8');
}

/** A query with Grafana's variables filled in as it would with All chosen, and an hour shown in steps of `interval`. */
export function filled(promql: string, rateInterval: string, interval = '1s'): string {
  return (
    promql
      .replaceAll('$__rate_interval', rateInterval)
      // A test scrapes four times a second, not once in some.
      .replaceAll('$__range:1s', '1h:100ms')
      .replaceAll('$__range', '1h')
      .replaceAll('$__interval', interval)
      .replaceAll(/\$(environment|job|instance|run_id)\b/g, '.*')
  );
}

/** The metrics that a query reads, without the endings of histograms. */
export function metricsIn(promql: string): string[] {
  return (promql.match(/\bfoxload_\w+/g) ?? []).map((name) => name.replace(/_(?:bucket|sum|count)$/, ''));
}
