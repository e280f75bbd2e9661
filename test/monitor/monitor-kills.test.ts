import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { WatchedProcess } from '../support/foxload-process.js';

const script = fileURLToPath(new URL('../../scripts/monitor-kills.mjs', import.meta.url));

test.each([
  ['header-key', '7'],
  ['body-key', '8'],
])(
  'after two kills the events of the objectives are those of the simulator itself: %s',
  async (dialect, seed) => {
    const args = [script, '--json', '--seconds', '20', '--kills', '2', '--dialect', dialect, '--seed', seed];
    const { code, stdout, stderr } = await new WatchedProcess(process.execPath, args, { ownGroup: true })
      .ended;
    const figures = JSON.parse(stdout || '{}');
    expect(figures.problems, stderr).toEqual([]);
    expect(code).toBe(0);
    expect(figures.orders).toBeGreaterThan(100);
    expect(figures.events.success.good).toBeGreaterThan(50);
    expect(figures.events.success.bad).toBeGreaterThan(0);
  },
);
