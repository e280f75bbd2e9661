import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelPlan } from './dashboard-plan.js';
import { drawBarGauge, drawGauge } from './draw-gauge.js';
import { drawHeatMap } from './draw-heat-map.js';
import { drawStat } from './draw-stat.js';
import { drawTable } from './draw-table.js';
import { drawTimeSeries } from './draw-time-series.js';

/** The panel that Grafana draws of a plan, without its place. */
export function panelOfPlan(plan: PanelPlan): Builder<Panel> {
  switch (plan.kind) {
    case 'stat':
      return drawStat(plan);
    case 'gauge':
      return drawGauge(plan);
    case 'bar-gauge':
      return drawBarGauge(plan);
    case 'time-series':
      return drawTimeSeries(plan);
    case 'heat-map':
      return drawHeatMap(plan);
    case 'table':
      return drawTable(plan);
  }
}
