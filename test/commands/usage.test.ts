import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { foxload } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('foxload told too little', () => {
  it('prints help on standard error and ends with 2 when no command is named', async () => {
    const { code, stdout, stderr } = await foxload([]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^Usage: foxload \[options] \[command]\n/);
    for (const command of ['run', 'validate', 'sandbox']) expect(stderr).toContain(`\n  ${command} `);
  });

  it.each(['run', 'monitor', 'gate', 'compare', 'sandbox'])(
    'tells in the help of %s only defaults that say something',
    async (command) => {
      const { code, stdout } = await foxload([command, '--help']);
      expect(code).toBe(0);
      expect(stdout).toContain('(default:');
      expect(stdout).not.toMatch(/default:\s+(?:null|false|\[\])\)/);
    },
  );

  it('prints help on standard output and ends with 0 when asked for help', async () => {
    const { code, stdout, stderr } = await foxload(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: foxload /);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('prints its version', async () => {
    expect(await foxload(['--version'])).toMatchObject({ code: 0, stdout: '0.1.0\n', stderr: '' });
  });
});

describe('foxload told something wrong', () => {
  const hint = '(foxload --help lists the commands)\n';
  it.each([
    [['rnu'], "error: unknown command 'rnu'\n(Did you mean run?)\n"],
    [['run', '--bogus'], "error: unknown option '--bogus'\n"],
    [['run', 'demo', 'extra'], "error: too many arguments for 'run'. Expected 1 argument but got 2.\n"],
    [['validate'], "error: missing required argument 'profile'\n"],
    [
      ['run', '--metrics-port', '70000'],
      "error: option '--metrics-port <port>' argument '70000' is invalid. Wanted a port from 0 to 65535.\n",
    ],
    [
      ['run', '--confirm-spend', '55'],
      'error: option \'--confirm-spend <amount>\' argument \'55\' is invalid. Wanted an amount like "55 USD" or "123.45 USD".\n',
    ],
    [
      ['gate', 'x', '--on-inconclusive', 'maybe'],
      "error: option '--on-inconclusive <verdict>' argument 'maybe' is invalid. Allowed choices are fail, pass.\n",
    ],
    [
      ['run', '--reports', ''],
      "error: option '--reports <folder>' argument '' is invalid. Wanted the name of a folder.\n",
    ],
    [
      ['sandbox', '--speed', '0'],
      "error: option '--speed <factor>' argument '0' is invalid. Wanted a number above 0.\n",
    ],
    [
      ['sandbox', '--webhook-url', 'ftp://x'],
      "error: option '--webhook-url <url>' argument 'ftp://x' is invalid. Wanted an address like http://127.0.0.1:8787/webhooks.\n",
    ],
    [
      ['sandbox', '--dialect', 'klingon'],
      "error: option '--dialect <name>' argument 'klingon' is invalid. Allowed choices are header-key, body-key.\n",
    ],
  ])('says what is wrong with %j and ends with 2', async (args, sentence) => {
    expect(await foxload(args)).toMatchObject({ code: 2, stdout: '', stderr: sentence + hint });
  });

  it('names the shipped profiles and the nearest one when there is none of that name', async () => {
    const { code, stdout, stderr } = await foxload(['run', 'demmo']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^demmo is no shipped profile; wanted one of canary, capacity, ci-gate, demo, .*steady.* \(did you mean demo\?\), or a path like \.\/demmo\.yaml\n$/,
    );
  });

  it.each([['run'], ['capacity']])(
    'refuses a budget that %s is given and can not read, and makes no folder',
    async (command) => {
      const folder = temporaryFolder();
      const args = [command, 'demo', '--budget', 'lost == 0', '--budget', 'delivery.p95{stage=9} < 1s'];
      expect(await foxload(args, { cwd: folder })).toMatchObject({
        code: 2,
        stdout: '',
        stderr: '--budget is "delivery.p95{stage=9} < 1s"; wanted a stage from 1 to 4 instead of 9\n',
      });
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it('tells every mistake of a profile with its line, and makes no folder', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'typo.yaml');
    writeFileSync(
      file,
      'name: typo\nload: { stages: [{ rate: -50/s, for: 3s }] }\nordres: [{ sku: psn-tr-100 }]\nbudgets: [delivery.p96 < 3s]\n',
    );
    const { code, stdout, stderr } = await foxload(['run', file], { cwd: folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`${file}:2: load.stages[0].rate is "-50/s"; wanted a positive rate like 50/s\n`);
    expect(stderr).toContain(`${file}:3: ordres is an unknown key; wanted one of `);
    expect(stderr).toContain('(did you mean orders?)\n');
    expect(stderr).toContain(`${file}:4: budgets[0] is "delivery.p96 < 3s"; wanted a known metric`);
    expect(stderr).not.toMatch(/\n {4}at /);
    expect(readdirSync(folder)).toEqual(['typo.yaml']);
  });

  it('shows where an error came from with --debug, and only then', async () => {
    const plain = await foxload(['validate', '/nowhere.yaml']);
    expect(plain).toMatchObject({
      code: 2,
      stderr: '/nowhere.yaml cannot be read: there is no such file\n',
    });
    const debugged = await foxload(['validate', '/nowhere.yaml', '--debug']);
    expect(debugged.code).toBe(2);
    expect(debugged.stderr).toMatch(
      /^\/nowhere\.yaml cannot be read: there is no such file\n[\s\S]*\n {4}at /,
    );
  });
});
