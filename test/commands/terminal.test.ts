import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canStart } from '../grafana/required-program.js';
import { cliFile, WatchedProcess } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { writtenProfile } from './written-profile.js';

const clearLine = '\r\x1b[2K';

/** Starts a run in a pseudo-terminal of `columns` columns. */
function runInTerminal(columns: number, parts: Readonly<Record<string, unknown>>): WatchedProcess {
  const folder = temporaryFolder();
  const args = `run "${writtenProfile(folder, parts)}" --reports "${join(folder, 'reports')}" --metrics-port 0`;
  const line = `stty cols ${columns} rows 40; exec "${process.execPath}" "${cliFile}" ${args}`;
  return new WatchedProcess('script', ['-qec', line, '/dev/null'], {
    env: { TERM: 'xterm', SHELL: '/bin/sh' },
  });
}

/** What was drawn between one clearing of the line and the next. */
function drawn(output: string): string[] {
  return output.split(clearLine).filter((text) => text.endsWith(' failed\r'));
}

describe('a run on a terminal', () => {
  if (!canStart('script', 'stty')) return;

  it.each([80, 60])(
    'draws one line anew that never wraps at %i columns, and leaves nothing of it',
    async (columns) => {
      const run = runInTerminal(columns, { load: { stages: [{ rate: '50/s', for: '2s' }] } });
      const { stdout } = await run.ended;
      const lines = stdout
        .split(clearLine)
        .map((text) => text.replace(/\r$/, ''))
        .filter((text) => /^(\d+s left|drain)/.test(text));
      expect(lines.length).toBeGreaterThan(2);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(columns);
      expect(lines.filter((line) => line.includes('\n'))).toEqual([]);
      // The line is cleared before the result begins.
      expect(stdout.split(clearLine).at(-1)).toMatch(/^\r\n[A-Z]+ {2}short · embedded/);
    },
  );

  it('drains after the first ^C of the keyboard and ends with 130', async () => {
    const run = runInTerminal(80, { load: { stages: [{ rate: '50/s', for: '10m' }] } });
    await run.sees(/[1-9]\d*\/s · .+ failed\r/);
    run.child.stdin?.write('\x03');
    const { code, stdout } = await run.ended;
    expect(code).toBe(130);
    expect(drawn(stdout).length).toBeGreaterThan(0);
    expect(stdout).toContain(
      `${clearLine}No new orders; waiting for those that were sent. Press Ctrl-C again to leave at\r\nonce.\r\n`,
    );
    expect(stdout).toContain('  cut short by SIGINT: these are the orders until then\r\n');
  });
});
