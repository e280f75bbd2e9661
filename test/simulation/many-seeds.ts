import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { runSeeds } from './seed-report.js';

/** Never too short: how long it takes depends on who asks. */
const dayMs = 24 * 3_600_000;
/** No part of the test suite: started by scripts/simulate.mjs, which says how many seeds, from which on, and where the report goes. */
const { FOXLOAD_SEEDS = '0', FOXLOAD_FIRST_SEED = '1', FOXLOAD_SIMULATION_REPORT } = process.env;

it(
  'simulated runs of many seeds lose nothing and agree with the API to the cent',
  async () => {
    const { faults, ...report } = await runSeeds(Number(FOXLOAD_FIRST_SEED), Number(FOXLOAD_SEEDS));
    if (FOXLOAD_SIMULATION_REPORT !== undefined)
      writeFileSync(
        FOXLOAD_SIMULATION_REPORT,
        JSON.stringify({ ...report, faults: faults.byKind() }, null, 2),
      );
    expect(report.failures).toEqual([]);
  },
  dayMs,
);
