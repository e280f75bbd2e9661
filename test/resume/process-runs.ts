import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { freePort } from '../../scripts/free-port.mjs';
import { credentials } from '../commands/credentials.js';
import { untilSent } from '../commands/sent-orders.js';
import { writtenProfile } from '../commands/written-profile.js';
import { startFoxload, type WatchedProcess } from '../support/foxload-process.js';

/** A real `foxload run` under way, and where it reports. */
export interface RunningRun {
  readonly process: WatchedProcess;
  readonly reports: string;
  /** Waits until it has sent so many orders. */
  sent(count: number): Promise<void>;
  /** Its folder. */
  folder(): string;
}

/** Starts a run of 100 orders a second that would go on for ten minutes; `parts` in the form of the profile's file. */
export async function startRun(
  folder: string,
  parts: Readonly<Record<string, unknown>> = {},
): Promise<RunningRun> {
  const profile = writtenProfile(folder, {
    load: { arrivals: 'uniform', stages: [{ rate: '100/s', for: '10m' }] },
    deadline: '20s',
    ...parts,
  });
  const reports = join(folder, 'reports');
  const args = ['run', profile, '--reports', reports, '--metrics-port', String(await freePort())];
  const process = startFoxload(args, { env: credentials, ownGroup: true });
  const [url] = await process.sees(/http:\S+\/metrics(?=\n)/);
  return {
    process,
    reports,
    sent: (count) => untilSent(url, count),
    folder: () => join(reports, runIn(reports)),
  };
}

/** The id of the only run that a folder of reports holds. */
export function runIn(reports: string): string {
  const ids = readdirSync(reports).filter((name) => name !== 'latest');
  expect(ids).toHaveLength(1);
  return ids[0] ?? '';
}

/** The counts of the classes that `foxload resume` printed, by their words. */
export function printedClasses(stdout: string): Readonly<Record<string, number>> {
  const rows = [...stdout.matchAll(/^ +([\d,]+) {2}(\S.*)$/gm)];
  const from = stdout.indexOf('Orders of the schedule');
  const classes = rows.filter(({ index }) => index > from).slice(0, 9);
  return Object.fromEntries(
    classes.map(([, count = '', words = '']) => [words, Number(count.replaceAll(',', ''))]),
  );
}
