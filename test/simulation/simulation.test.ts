import { describe, expect, it } from 'vitest';
import { allInductions } from '../../src/sandbox/induction-set.js';
import { answerFaults, outageManners, requestFaults, webhookFaults } from './fault-plan.js';
import { FaultTally } from './fault-tally.js';
import { keptSeeds } from './kept-seeds.js';
import { closedScenario, randomScenario } from './scenario.js';
import { fingerprint, runSeeds } from './seed-report.js';
import { simulateRun } from './simulated-run.js';

const firstSeed = 1;
const seeds = 200;
const seedsPerTest = 20;
/** Runs are many in one test, and the machine may be busy. */
const timeoutMs = 300_000;

const faults = new FaultTally();
const groups = Array.from({ length: seeds / seedsPerTest }, (_, at) => firstSeed + at * seedsPerTest);

describe('simulated runs', () => {
  it.each(groups)(
    `lose nothing and agree with the API to the cent: ${seedsPerTest} seeds from %i on`,
    async (first) => {
      const report = await runSeeds(first, seedsPerTest);
      faults.add(report.faults);
      expect(report.failures).toEqual([]);
      expect(report.faults.total).toBeGreaterThan(seedsPerTest * 20);
      expect(report.simulatedMs).toBeGreaterThan(seedsPerTest * 90_000);
    },
    timeoutMs,
  );

  it(
    'lose nothing in the closed model either: 40 seeds, from 1 on',
    async () => {
      const report = await runSeeds(1, 40, closedScenario);
      expect(report.failures).toEqual([]);
      expect(report.orders).toBeGreaterThan(2_000);
    },
    timeoutMs,
  );

  it.each(keptSeeds)('hold with seed $seed, which once showed that $showed', async ({ seed }) => {
    expect((await runSeeds(seed, 1)).failures).toEqual([]);
  });

  it('are the same for the same seed, event by event and byte by byte, and others for another', async () => {
    const prints: string[] = [];
    for (const seed of [1, 2, 3, 4]) {
      const first = fingerprint(await simulateRun(randomScenario(seed)));
      expect(fingerprint(await simulateRun(randomScenario(seed)))).toBe(first);
      prints.push(first);
    }
    expect(new Set(prints).size).toBe(prints.length);
  });

  // After the groups above, whose faults it counts.
  it('meet every kind of fault of network, machines and people', () => {
    const kinds = Object.keys(faults.byKind());
    expect(kinds).toEqual(expect.arrayContaining([...requestFaults, ...answerFaults, ...webhookFaults]));
    expect(kinds).toEqual(expect.arrayContaining(outageManners.map((manner) => `api_down_${manner}`)));
    expect(kinds).toEqual(expect.arrayContaining(['receiver_down', 'generator_stall', 'disk_full']));
    expect(kinds).toEqual(
      expect.arrayContaining(['stopped_by_drain', 'stopped_by_leave', 'stopped_by_reason']),
    );
    expect(kinds).toEqual(expect.arrayContaining(allInductions.map((name) => `api_${name}`)));
  });
});
