import { PanelBuilder } from '@grafana/grafana-foundation-sdk/heatmap';
import type { HeatMapPlan } from './dashboard-plan.js';
import { drawBasics } from './draw-basics.js';

/** The buckets that Prometheus has, each a row: nothing is computed in the browser. */
export function drawHeatMap(plan: HeatMapPlan): PanelBuilder {
  return drawBasics(new PanelBuilder(), plan).calculate(false).showLegend();
}
