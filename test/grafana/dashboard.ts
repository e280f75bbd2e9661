import { readFileSync } from 'node:fs';

export interface Panel {
  readonly title: string;
  readonly type: string;
  readonly description?: string;
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly { readonly expr: string; readonly refId: string }[];
}

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
}

const file = new URL('../../grafana/dashboards/foxload-run.json', import.meta.url);

/** The shipped dashboard. */
export function runDashboard(): Dashboard {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Every query of the dashboard with Grafana's variables filled in as it would, and the panel it belongs to. */
export function panelQueries(dashboard: Dashboard): { title: string; promql: string }[] {
  return dashboard.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({
      title,
      promql: expr.replaceAll('$__rate_interval', '1m').replaceAll(/\$(job|instance)\b/g, '.*'),
    })),
  );
}
