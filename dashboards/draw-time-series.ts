import {
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { TimeSeriesPlan } from './dashboard-plan.js';
import { drawBasics } from './draw-basics.js';

/** Lines over time. Gaps stay gaps: where nothing was measured, nothing is drawn. */
export function drawTimeSeries(plan: TimeSeriesPlan): PanelBuilder {
  const panel = drawBasics(new PanelBuilder(), plan)
    .legend(legend())
    .tooltip(tooltip())
    .showPoints(VisibilityMode.Auto)
    .lineWidth(1)
    .spanNulls(false)
    .fillOpacity(plan.stacked ? 30 : 0);
  if (plan.stacked) panel.stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'));
  if (plan.stepLines) {
    panel.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
  }
  if (plan.dashed !== undefined) {
    panel.overrideByRegexp(plan.dashed, [{ id: 'custom.lineStyle', value: { fill: 'dash', dash: [6, 4] } }]);
  }
  return panel;
}

function legend(): VizLegendOptionsBuilder {
  return new VizLegendOptionsBuilder()
    .displayMode(LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom)
    .showLegend(true)
    .calcs([]);
}

function tooltip(): VizTooltipOptionsBuilder {
  return new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending);
}
