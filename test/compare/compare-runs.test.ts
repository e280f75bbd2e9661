import { describe, expect, it } from 'vitest';
import { compareRuns, comparisonDefaults } from '../../src/compare/compare-runs.js';
import type { RunToCompare } from '../../src/compare/run-to-compare.js';
import { readProfile } from '../../src/profile/read-profile.js';
import type { RunFacts, RunResult } from '../../src/run/run-result.js';
import { profileText } from '../commands/written-profile.js';
import { resultWith } from '../report/hand-made-result.js';
import { simulatedRun } from './simulated-runs.js';

interface RunParts {
  readonly run?: Partial<RunFacts>;
  readonly verdict?: RunResult['verdict'];
  readonly profile?: Readonly<Record<string, unknown>>;
}

/** A run of the same thousand orders, whatever it is called. */
function runCalled(id: string, { run = {}, verdict, profile = {} }: RunParts = {}): RunToCompare {
  const plain = resultWith({});
  const { times } = simulatedRun({ orders: 1_000 }, 1);
  return {
    result: { ...plain, run: { ...plain.run, id, ...run }, verdict: verdict ?? plain.verdict },
    profile: readProfile(profileText(profile), 'test.yaml'),
    times,
  };
}

describe('runs that are compared', () => {
  it('are named with what measured them', () => {
    const { base, head, settings } = compareRuns([runCalled('a')], [runCalled('b')]);
    expect(base).toEqual([
      {
        id: 'a',
        profile: 'demo',
        startedAt: '2026-01-02T03:04:05.000Z',
        sent: 0,
        version: '0.1.0',
        node: 'v20.19.0',
        cores: 2,
      },
    ]);
    expect(head.map(({ id }) => id)).toEqual(['b']);
    expect(settings).toEqual({ margin: 0.1, resamples: 4_000, seed: 1, forced: false });
  });

  it('may come from other versions and machines, which is noted', () => {
    const other = runCalled('b', { run: { version: '0.2.0', node: 'v22.1.0', cores: 8 } });
    expect(compareRuns([runCalled('a')], [other]).notes.slice(0, 3)).toEqual([
      'versions of foxload differ: 0.1.0, 0.2.0',
      'versions of Node differ: v20.19.0, v22.1.0',
      'numbers of processor cores differ: 2, 8',
    ]);
  });

  it('are noted where they are few, and not where there are three a side', () => {
    const runs = (names: string) => [...names].map((name) => runCalled(name));
    expect(compareRuns(runs('a'), runs('b')).notes.join()).toMatch(/^one run a side: what runs differ by/);
    expect(compareRuns(runs('ab'), runs('cde')).notes).toEqual([
      '2 and 3 runs say little of what runs differ by; wanted 3 or more a side',
    ]);
    expect(compareRuns(runs('abc'), runs('def')).notes).toEqual([]);
  });

  it('are refused where one stands twice on a side, and noted where one stands on both', () => {
    const run = runCalled('a');
    expect(() => compareRuns([run, run], [runCalled('b')])).toThrow(
      'the run a is given twice as base; wanted each run once',
    );
    expect(compareRuns([run], [run]).notes[0]).toBe(
      'the run a stands on both sides, so it is compared with itself',
    );
  });

  it('are refused where any of them is invalid, each with its reason', () => {
    const verdict = (reason: string) => ({ result: 'invalid', reasons: [reason] }) as const;
    const late = runCalled('late', { verdict: verdict('the generator was saturated') });
    const cut = runCalled('cut', { verdict: verdict('orders are still open') });
    expect(() => compareRuns([runCalled('a')], [late, cut])).toThrow(
      'head late is an invalid measurement: the generator was saturated\n' +
        'head cut is an invalid measurement: orders are still open',
    );
  });

  it('are refused where any profile differs, unless that is asked for', () => {
    const other = runCalled('c', { profile: { deadline: '2s' } });
    const [a, b] = [runCalled('a'), runCalled('b')];
    const forced = { ...comparisonDefaults, forced: true };
    expect(() => compareRuns([a], [b, other])).toThrow(
      '\n  deadline: base has 3s, head has 2s\n  runs of the head differ in deadline: b has 3s, c has 2s',
    );
    expect(compareRuns([a], [other], forced).differences).toEqual([
      { path: 'deadline', base: '3s', head: '2s' },
    ]);
    expect(() => compareRuns([a, other], [b])).toThrow(
      'runs of the base differ in deadline: a has 3s, c has 2s',
    );
    const mixed = compareRuns([a, other], [b], forced);
    expect([mixed.differences, mixed.notes[0]]).toEqual([
      [],
      'runs of the base differ in deadline: a has 3s, c has 2s',
    ]);
  });
});
