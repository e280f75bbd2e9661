import { CellValuesBuilder, PanelBuilder, YAxisConfigBuilder } from '@grafana/grafana-foundation-sdk/heatmap';
import type { HeatMapPlan } from './dashboard-plan.js';
import { drawBasics } from './draw-basics.js';
import { units } from './units.js';

/** The buckets that Prometheus has, each a row: nothing is computed in the browser. The unit of the plan is that of the buckets' edges. */
export function drawHeatMap(plan: HeatMapPlan): PanelBuilder {
  return drawBasics(new PanelBuilder(), plan)
    .calculate(false)
    .yAxis(new YAxisConfigBuilder().unit(plan.unit))
    .cellValues(new CellValuesBuilder().unit(units.count))
    .showLegend();
}
