import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import type { StatPlan } from './dashboard-plan.js';
import { bySteps, drawBasics, newest } from './draw-basics.js';

/** One figure or word, in the colour of its step. */
export function drawStat(plan: StatPlan): PanelBuilder {
  return drawBasics(new PanelBuilder().colorScheme(bySteps()), plan)
    .reduceOptions(newest())
    .graphMode(BigValueGraphMode.None)
    .colorMode(plan.show === 'name' ? BigValueColorMode.Background : BigValueColorMode.Value)
    .textMode(plan.show === 'name' ? BigValueTextMode.Name : BigValueTextMode.Auto);
}
