import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { WatchedProcess } from '../support/foxload-process.js';

const script = fileURLToPath(new URL('../../scripts/monitor-kills.mjs', import.meta.url));

test.each([
  ['header-key', []],
  // The profile changes several times a second, so that kills strike while one segment takes the place of another.
  ['body-key', ['--reloads']],
])(
  'after two kills the events of the objectives are those of the simulator itself: %s',
  async (dialect, more) => {
    const args = [
      script,
      '--json',
      '--seconds',
      '20',
      '--kills',
      '2',
      '--dialect',
      dialect,
      '--seed',
      '8',
      ...more,
    ];
    const { code, stdout, stderr } = await new WatchedProcess(process.execPath, args, { ownGroup: true })
      .ended;
    const figures = JSON.parse(stdout || '{}');
    expect(figures.problems, stderr).toEqual([]);
    expect(code).toBe(0);
    expect(figures.orders).toBeGreaterThan(100);
    expect(figures.segments).toBeGreaterThan(more.length === 0 ? 1 : 20);
    expect(figures.events.success.good).toBeGreaterThan(50);
    expect(figures.events.success.bad).toBeGreaterThan(0);
  },
);
