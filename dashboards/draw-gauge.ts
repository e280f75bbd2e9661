import { PanelBuilder as BarGaugeBuilder } from '@grafana/grafana-foundation-sdk/bargauge';
import { BarGaugeDisplayMode, VizOrientation } from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as GaugeBuilder } from '@grafana/grafana-foundation-sdk/gauge';
import type { GaugePlan } from './dashboard-plan.js';
import { bySteps, drawBasics, newest } from './draw-basics.js';

/** One figure on a round scale. */
export function drawGauge(plan: GaugePlan): GaugeBuilder {
  return drawBasics(new GaugeBuilder().colorScheme(bySteps()), plan).reduceOptions(newest());
}

/** Several figures, each a bar on the same scale. */
export function drawBarGauge(plan: GaugePlan): BarGaugeBuilder {
  return drawBasics(new BarGaugeBuilder().colorScheme(bySteps()), plan)
    .reduceOptions(newest())
    .displayMode(BarGaugeDisplayMode.Basic)
    .orientation(VizOrientation.Horizontal);
}
