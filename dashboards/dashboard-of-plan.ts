import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  type Panel,
  type RowPanel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { boardAnnotations } from './board-annotations.js';
import { boardLinks } from './board-links.js';
import { boardVariables } from './board-variables.js';
import type { DashboardPlan } from './dashboard-plan.js';
import { panelOfPlan } from './panel-of-plan.js';
import { panelPlaces } from './panel-places.js';

/** Grafana 10 and later read it; each brings older ones up to its own by itself, but none takes newer ones back. */
const schemaVersion = 39;

/** The dashboard as Grafana loads it. `runbookUrl`: where its links to the runbook lead at first. */
export function dashboardOfPlan(plan: DashboardPlan, runbookUrl: string): Dashboard {
  const { annotations, links, ...dashboard } = new DashboardBuilder(plan.title)
    .uid(plan.uid)
    .description(plan.description)
    .tags(['foxload'])
    .editable()
    .timezone('browser')
    .time({ from: `now-${plan.lookBack}`, to: 'now' })
    .refresh(plan.refresh)
    .tooltip(DashboardCursorSync.Crosshair)
    .variables(boardVariables(plan, runbookUrl))
    .annotations(boardAnnotations())
    .links(boardLinks(plan))
    .build();
  return {
    ...dashboard,
    schemaVersion,
    links: (links ?? []).map(inSight),
    annotations: { list: (annotations.list ?? []).map(inSight) },
    panels: panels(plan),
  };
}

/** The library puts everything into a menu that newer Grafanas have; what leads on belongs where it is seen. */
function inSight<T extends { readonly placement?: unknown }>({
  placement: _,
  ...rest
}: T): Omit<T, 'placement'> {
  return rest;
}

/** Rows and panels with their numbers and places. */
function panels({ rows }: DashboardPlan): (Panel | RowPanel)[] {
  const all: (Panel | RowPanel)[] = [];
  let y = 0;
  for (const { title, panels: plans } of rows) {
    const gridPos = { x: 0, y, w: 24, h: 1 };
    all.push({ type: 'row', collapsed: false, title, gridPos, id: all.length + 1, panels: [] });
    const { places, endY } = panelPlaces(plans, y + 1);
    for (const [place, panelPlan] of plans.entries()) {
      const at = places[place];
      if (at === undefined) throw new Error(`the panel "${panelPlan.title}" has no place`);
      all.push({ ...panelOfPlan(panelPlan).build(), id: all.length + 1, gridPos: at });
    }
    y = endY;
  }
  return all;
}
