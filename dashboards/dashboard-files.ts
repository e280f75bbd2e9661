import type { Objective } from '../src/profile/objective.js';
import { dashboardOfPlan } from './dashboard-of-plan.js';
import type { DashboardPlan } from './dashboard-plan.js';
import { harnessBoard } from './harness/harness-board.js';
import { runBoard } from './run/run-board.js';
import { serviceLevelBoard } from './service-level/service-level-board.js';

/** From what the dashboards are made. */
export interface BoardOptions {
  readonly objectives: readonly Objective[];
  /** Where the runbook is read; who looks at a dashboard can type another address. */
  readonly runbookUrl: string;
}

/** A file to be written. */
export interface DashboardFile {
  /** Below the folder of what belongs to Grafana, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** The three dashboards for these objectives, before they are Grafana's. */
export function dashboardPlans(objectives: readonly Objective[]): readonly DashboardPlan[] {
  return [serviceLevelBoard(objectives), runBoard(objectives), harnessBoard()];
}

/** The three dashboards for these objectives, as files that Grafana loads. */
export function dashboardFiles({ objectives, runbookUrl }: BoardOptions): readonly DashboardFile[] {
  return dashboardPlans(objectives).map((plan) => ({
    path: `dashboards/${plan.uid}.json`,
    text: `${JSON.stringify(dashboardOfPlan(plan, runbookUrl), null, 2)}\n`,
  }));
}
