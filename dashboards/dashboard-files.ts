import type { Objective } from '../src/profile/objective.js';
import type { Declaration, GeneratedFile } from '../src/rules/generated-file.js';
import { dashboardOfPlan } from './dashboard-of-plan.js';
import type { DashboardPlan } from './dashboard-plan.js';
import { harnessBoard } from './harness/harness-board.js';
import { runBoard } from './run/run-board.js';
import { serviceLevelBoard } from './service-level/service-level-board.js';

/** The three dashboards for these objectives, before they are Grafana's. */
export function dashboardPlans(objectives: readonly Objective[]): readonly DashboardPlan[] {
  return [serviceLevelBoard(objectives), runBoard(objectives), harnessBoard()];
}

/** The three dashboards for the objectives of a profile, as files that Grafana loads. */
export function dashboardFiles({ objectives, runbookUrl }: Declaration): readonly GeneratedFile[] {
  return dashboardPlans(objectives).map((plan) => ({
    path: `dashboards/${plan.uid}.json`,
    text: `${JSON.stringify(dashboardOfPlan(plan, runbookUrl), null, 2)}\n`,
  }));
}
