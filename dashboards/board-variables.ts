import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  TextBoxVariableBuilder,
  type VariableModel,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { DashboardPlan } from './dashboard-plan.js';
import { chosenDataSource } from './draw-basics.js';

/** A variable of the page's top that lists the values of a label. */
interface LabelChoice {
  readonly name: string;
  readonly label: string;
  /** Grafana's question for the values. */
  readonly query: string;
}

/** Each narrows the next. */
const everywhere: readonly LabelChoice[] = [
  {
    name: 'environment',
    label: 'Environment',
    query: 'label_values(foxload_build_info, environment)',
  },
  {
    name: 'job',
    label: 'Job',
    query: 'label_values(foxload_build_info{environment=~"$environment"}, job)',
  },
  {
    name: 'instance',
    label: 'Instance',
    query: 'label_values(foxload_build_info{environment=~"$environment", job=~"$job"}, instance)',
  },
];

const run: LabelChoice = {
  name: 'run_id',
  label: 'Run',
  query:
    'label_values(foxload_run_info{environment=~"$environment", job=~"$job", instance=~"$instance"}, run_id)',
};

/** The labels that can be chosen on a dashboard. */
export function labelChoices({ choosesRun }: Pick<DashboardPlan, 'choosesRun'>): readonly LabelChoice[] {
  return choosesRun ? [...everywhere, run] : everywhere;
}

/** All at first, which also takes series without the label. */
function labelVariable({ name, label, query }: LabelChoice): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(chosenDataSource)
    .query({ qryType: 1, query, refId: name })
    .definition(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ selected: true, text: ['All'], value: ['$__all'] });
}

/** What can be chosen at the top of a dashboard. */
export function boardVariables(plan: DashboardPlan, runbookUrl: string): Builder<VariableModel>[] {
  return [
    new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'),
    ...labelChoices(plan).map(labelVariable),
    new TextBoxVariableBuilder('runbook').label('Runbook').defaultValue(runbookUrl),
  ];
}
