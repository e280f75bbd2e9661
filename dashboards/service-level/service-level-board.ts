import type { Objective } from '../../src/profile/objective.js';
import type { DashboardPlan } from '../dashboard-plan.js';
import { failureRow } from '../orders/failure-row.js';
import { webhookRow } from '../orders/webhook-row.js';
import { everyRun } from '../scope.js';
import { deliveryRow } from './delivery-row.js';
import { objectiveRow } from './objective-row.js';
import { overviewRow } from './overview-row.js';

/** Is the promised service level kept, over days and weeks, and if not, what breaks it? */
export function serviceLevelBoard(objectives: readonly Objective[]): DashboardPlan {
  return {
    uid: 'foxload-service-level',
    title: 'foxload: service level',
    description: 'Is the promised service level kept, over days and weeks, and if not, what breaks it?',
    lookBack: '24h',
    refresh: '1m',
    rows: [
      overviewRow(objectives),
      ...objectives.map(objectiveRow),
      deliveryRow(objectives),
      failureRow(everyRun),
      webhookRow(everyRun),
    ],
  };
}
