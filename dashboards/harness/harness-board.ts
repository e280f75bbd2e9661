import type { DashboardPlan } from '../dashboard-plan.js';
import { generatorRow } from './generator-row.js';
import { scrapeRow } from './scrape-row.js';
import { workRow } from './work-row.js';

/** Can the figures be believed: does the machine that measures keep up, and are its metrics collected? */
export function harnessBoard(): DashboardPlan {
  return {
    uid: 'foxload-harness',
    title: 'foxload: harness',
    description:
      'Can the figures be believed: does the machine that measures keep up, and are its metrics collected?',
    lookBack: '1h',
    refresh: '10s',
    rows: [generatorRow, workRow, scrapeRow],
  };
}
