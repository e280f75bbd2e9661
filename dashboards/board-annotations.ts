import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { type AnnotationQuery, AnnotationQueryBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { colours } from './colours.js';
import { chosenDataSource } from './draw-basics.js';
import { firingAlerts } from './firing-alerts.js';
import { series } from './scope.js';

/** What is marked on every graph over time. */
interface Mark {
  readonly name: string;
  /** While it is answered, the time is marked; one point is a line, several a band. */
  readonly promql: string;
  readonly title: string;
  readonly text: string;
  /** Labels that are shown as tags. */
  readonly tags: string;
  readonly colour: string;
  /** Why a healthy system may have no answer. */
  readonly mayBeEmpty?: string;
}

/** What is marked on the graphs of every dashboard. */
export const marks: readonly Mark[] = [
  {
    name: 'Phases of runs',
    // Only where one begins: a canary's load goes on for days, and would tint every graph.
    promql: `${series('run_phase')} == 1 unless (${series('run_phase')} offset $__interval) == 1`,
    title: '{{phase}}',
    text: '{{job}} {{instance}}',
    tags: 'phase',
    colour: colours.plain,
  },
  {
    name: 'Alerts',
    promql: firingAlerts.promql,
    title: '{{alertname}}',
    text: '{{slo}} {{environment}}',
    tags: 'severity',
    colour: colours.bad,
    mayBeEmpty: firingAlerts.mayBeEmpty,
  },
];

/** The marks as Grafana draws them: each stretch of time, with its title when pointed at. */
export function boardAnnotations(): Builder<AnnotationQuery>[] {
  return marks.map(({ name, promql, title, text, tags, colour }) =>
    new AnnotationQueryBuilder()
      .name(name)
      .datasource(chosenDataSource)
      .enable(true)
      .iconColor(colour)
      .expr(promql)
      .step('5s')
      .titleFormat(title)
      .textFormat(text)
      .tagKeys(tags)
      .useValueForTime(false),
  );
}
