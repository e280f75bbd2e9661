import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as lookAgainIn } from 'node:timers/promises';
import type { CapacityResult } from '../../src/capacity/capacity-result.js';
import { writtenProfile } from '../commands/written-profile.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** A search of the built command line: where it writes, and how it is asked for. */
export interface SearchUnderTest {
  readonly reports: string;
  readonly profile: string;
  args(...flags: string[]): string[];
  /** The folder of the only search. */
  folder(): string;
  /** Where that search stands, by its folder. */
  state(): CapacityResult;
  /** Settles when the search has begun its step of this number, counted from 1, and may send orders of it. */
  stepBegun(number: number): Promise<void>;
}

const lookAgain = () => lookAgainIn(10);

/** Even arrivals from 100/s on, a second of warm-up and three of measurement a step; `parts` in the form of the file. */
export function searchUnderTest(parts: Readonly<Record<string, unknown>> = {}): SearchUnderTest {
  const home = temporaryFolder();
  const reports = join(home, 'reports');
  const profile = writtenProfile(home, {
    load: { arrivals: 'uniform', stages: [{ rate: '100/s', for: '1s' }] },
    budgets: ['delivery.p95 < 1s', 'success.rate > 50%'],
    ...parts,
  });
  const folder = (): string => {
    const [id] = existsSync(reports) ? readdirSync(reports).filter((name) => name !== 'latest') : [];
    return join(reports, id ?? 'no search');
  };
  const state = (): CapacityResult => JSON.parse(readFileSync(join(folder(), 'capacity.json'), 'utf8'));
  const begun = (): number =>
    existsSync(join(folder(), 'capacity.json')) ? state().steps.length + state().unfinished.length : 0;
  return {
    reports,
    profile,
    args: (...flags) => ['capacity', profile, '--reports', reports, '--metrics-port', '0', ...flags],
    folder,
    state,
    async stepBegun(number) {
      while (begun() < number) await lookAgain();
    },
  };
}
