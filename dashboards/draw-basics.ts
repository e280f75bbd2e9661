import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';
import { ReduceDataOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import {
  type DynamicConfigValue,
  type FieldColor,
  FieldColorBuilder,
  FieldColorModeId,
  type ThresholdsConfig,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { neutral } from './colours.js';
import type { PanelPlan, Query } from './dashboard-plan.js';

/** Whatever Prometheus is chosen at the top of the page: a fixed name would fit one Grafana only. */
export const chosenDataSource: DataSourceRef = { type: 'prometheus', uid: '$' + '{datasource}' };

/** What every kind of panel has. The library's panels share these functions, but no type that says so. */
interface AnyPanel {
  title(title: string): this;
  description(description: string): this;
  datasource(datasource: DataSourceRef): this;
  targets(targets: Builder<Dataquery>[]): this;
  unit(unit: string): this;
  decimals(decimals: number): this;
  min(min: number): this;
  max(max: number): this;
  noValue(noValue: string): this;
  thresholds(thresholds: Builder<ThresholdsConfig>): this;
  colorScheme(color: Builder<FieldColor>): this;
  overrideByRegexp(regexp: string, properties: DynamicConfigValue[]): this;
}

const formats = {
  'heat-map': PromQueryFormat.Heatmap,
  table: PromQueryFormat.Table,
} as const;

function target(plan: PanelPlan, { promql, legend, instant }: Query, place: number): DataqueryBuilder {
  const query = new DataqueryBuilder()
    .expr(promql)
    .legendFormat(legend)
    .refId(String.fromCharCode('A'.charCodeAt(0) + place))
    .datasource(chosenDataSource)
    .format(
      plan.kind === 'heat-map' || plan.kind === 'table' ? formats[plan.kind] : PromQueryFormat.TimeSeries,
    );
  return instant ? query.instant() : query.range();
}

/** The thresholds of a plan; without any, nothing is good or bad. */
function thresholds({ steps = neutral }: PanelPlan): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps(steps.map(({ from, colour }) => ({ value: from, color: colour })));
}

/** Puts into a panel what plans of all kinds say. */
export function drawBasics<P extends AnyPanel>(panel: P, plan: PanelPlan): P {
  panel
    .title(plan.title)
    .description(plan.description)
    .datasource(chosenDataSource)
    .targets(plan.queries.map((query, place) => target(plan, query, place)))
    .unit(plan.unit)
    .thresholds(thresholds(plan));
  if (plan.decimals !== undefined) panel.decimals(plan.decimals);
  if (plan.min !== undefined) panel.min(plan.min);
  if (plan.max !== undefined) panel.max(plan.max);
  if (plan.noValue !== undefined) panel.noValue(plan.noValue);
  for (const [word, colour] of Object.entries(plan.colours ?? {})) {
    panel.overrideByRegexp(`/\\b${word}\\b/`, [
      { id: 'color', value: { mode: 'fixed', fixedColor: colour } },
    ]);
  }
  return panel;
}

/** The newest figure of the time range: one that is over keeps its last one. */
export function newest(): ReduceDataOptionsBuilder {
  return new ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('').values(false);
}

/** Coloured by the steps that the value has passed. */
export function bySteps(): FieldColorBuilder {
  return new FieldColorBuilder().mode(FieldColorModeId.Thresholds);
}
