import type { Objective } from '../../src/profile/objective.js';
import type { DashboardPlan } from '../dashboard-plan.js';
import { failureRow } from '../orders/failure-row.js';
import { webhookRow } from '../orders/webhook-row.js';
import { chosenRun } from '../scope.js';
import { callRow } from './call-row.js';
import { loadRow } from './load-row.js';
import { timeRow } from './time-row.js';
import { verdictRow } from './verdict-row.js';

/** One run, live: does it keep the promise, and where does it break? */
export function runBoard(objectives: readonly Objective[]): DashboardPlan {
  return {
    uid: 'foxload-run',
    title: 'foxload: run',
    description: 'One run, live: does it keep the promised times, and if not, where does it break?',
    lookBack: '15m',
    refresh: '5s',
    choosesRun: true,
    rows: [
      verdictRow(objectives),
      loadRow,
      timeRow(objectives),
      failureRow(chosenRun),
      webhookRow(chosenRun),
      callRow,
    ],
  };
}
