import { describe, expect, it } from 'vitest';
import { sourceFiles } from './source-files.js';

/** Which stage may import which. Everything may import the ground floor. */
const groundFloor = [
  'clock.ts',
  'collect-alone.ts',
  'fifo.ts',
  'leave-when-done.ts',
  'linked-list.ts',
  'random.ts',
  'order-event.ts',
  'sum-of-counts.ts',
  'version.ts',
  'word-place.ts',
];
const stages = {
  contract: [],
  profile: ['contract'],
  load: ['contract', 'profile'],
  receiver: ['contract'],
  tracker: ['contract'],
  journal: ['tracker'],
  latency: [],
  objectives: ['profile', 'tracker'],
  series: ['contract', 'latency', 'tracker'],
  statistics: [],
  gate: ['latency', 'statistics'],
  sandbox: ['contract'],
  run: [
    'contract',
    'profile',
    'load',
    'receiver',
    'tracker',
    'journal',
    'latency',
    'objectives',
    'series',
    'gate',
    'sandbox',
  ],
  capacity: ['contract', 'profile', 'load', 'tracker', 'latency', 'gate', 'run'],
  compare: ['run'],
  report: ['run', 'capacity', 'compare'],
  monitor: ['contract', 'profile', 'load', 'tracker', 'journal', 'objectives', 'receiver', 'run'],
  idempotency: ['contract', 'profile', 'load', 'receiver', 'run'],
  rules: ['profile', 'statistics'],
  exporter: ['run'],
  'live-page': ['contract', 'profile', 'tracker', 'latency', 'series', 'gate', 'run', 'report', 'exporter'],
  live: [
    'contract',
    'profile',
    'load',
    'receiver',
    'tracker',
    'journal',
    'latency',
    'objectives',
    'run',
    'exporter',
    'live-page',
  ],
} as const satisfies Record<string, readonly string[]>;
/** Arrows that the design does not draw. Each leads down all the same, and has its reason. */
const furtherArrows: Readonly<Record<string, readonly string[]>> = {
  // A budget is a line of the profile.
  gate: ['profile'],
  // What is shown of a run while it runs: the tracker's counts and the latencies, by the contract's closed lists, beside
  // the rate that the schedule has now.
  exporter: ['contract', 'profile', 'load', 'tracker', 'objectives', 'latency', 'statistics', 'gate'],
  // The words of a line are read as their numbers in the contract's closed lists.
  journal: ['contract'],
  // Every time of a run by its rank, exact binomial probabilities, and what profiles differ in.
  compare: ['latency', 'statistics', 'profile'],
  // Rates and budgets are shown as a profile writes them, and figures of budgets in the words of the gate.
  report: ['contract', 'profile', 'load', 'tracker', 'latency', 'series', 'gate'],
};
/** What stands above the stages may import all of them. */
const aboveStages = ['commands'];
const aboveFiles = ['cli.ts', 'index.ts', 'live.ts'];

const maxLines = 250;
const files = sourceFiles();
const byPath = new Map(files.map((file) => [file.path, file]));

function stageOf(path: string): string | null {
  return byPath.get(path)?.folder ?? null;
}

function allowedFrom(folder: string): readonly string[] {
  const drawn: Readonly<Record<string, readonly string[]>> = stages;
  return [...(drawn[folder] ?? []), ...(furtherArrows[folder] ?? [])];
}

/** The import cycles, each once, as the files on it. */
function cycles(): string[] {
  const found = new Set<string>();
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): void => {
    const at = way.indexOf(path);
    if (at >= 0) found.add([...way.slice(at), path].join(' → '));
    if (at >= 0 || done.has(path)) return;
    for (const next of byPath.get(path)?.imports ?? []) visit(next, [...way, path]);
    done.add(path);
  };
  for (const { path } of files) visit(path, []);
  return [...found];
}

describe('the source', () => {
  it('is read by this test at all', () => {
    expect(files.length).toBeGreaterThan(60);
    expect(byPath.get('load/order-call.ts')?.imports).toContain('order-event.ts');
    expect(byPath.get('receiver/receiver.ts')?.packages).toContain('express');
  });

  it('imports only files that are there', () => {
    const missing = files.flatMap(({ path, imports }) =>
      imports.filter((name) => !byPath.has(name)).map((name) => `${path} → ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('has no folder without a place in the table', () => {
    const known = new Set([...Object.keys(stages), ...aboveStages]);
    expect(
      files.filter(({ folder }) => folder !== null && !known.has(folder)).map(({ path }) => path),
    ).toEqual([]);
  });

  it('goes one way: a stage imports only what the table allows', () => {
    const wrong = files.flatMap(({ path, folder, imports }) => {
      if (folder === null || aboveStages.includes(folder)) return [];
      const allowed = allowedFrom(folder);
      return imports
        .filter((name) => !groundFloor.includes(name))
        .filter((name) => stageOf(name) !== folder && !allowed.includes(stageOf(name) ?? ''))
        .map((name) => `${path} → ${name}`);
    });
    expect(wrong).toEqual([]);
  });

  it('keeps the ground floor free of the stages, but for the words of the contract', () => {
    const wrong = groundFloor.flatMap((path) =>
      (byPath.get(path)?.imports ?? [])
        .filter((name) => stageOf(name) !== 'contract' && !groundFloor.includes(name))
        .map((name) => `${path} → ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has no other files beside the folders than the ground floor and what stands above', () => {
    const beside = files.filter(({ folder }) => folder === null).map(({ path }) => path);
    expect(beside.filter((path) => ![...groundFloor, ...aboveFiles].includes(path))).toEqual([]);
  });

  it('keeps the simulator replaceable: it knows only the contract, the clock, chance, a queue and how a process ends', () => {
    const wrong = files
      .filter(({ folder }) => folder === 'sandbox')
      .flatMap(({ path, imports }) =>
        imports
          .filter((name) => !['sandbox', 'contract'].includes(stageOf(name) ?? ''))
          .filter((name) => !['clock.ts', 'fifo.ts', 'leave-when-done.ts', 'random.ts'].includes(name))
          .map((name) => `${path} → ${name}`),
      );
    expect(wrong).toEqual([]);
  });

  it('keeps the contract, the tracker, the latencies, verdicts and comparisons free of sockets, files and packages of servers', () => {
    const pure = new Set(['contract', 'tracker', 'latency', 'compare', 'series', 'statistics', 'gate']);
    const shell = /^node:(fs|net|http|https|tls|child_process)|^(undici|express|prom-client)/;
    const wrong = files
      .filter(({ folder, text }) => pure.has(folder ?? '') && text !== '')
      .flatMap(({ path, packages, text }) =>
        packages
          .filter(
            (name) =>
              shell.test(name) && !text.includes(`import type { IncomingHttpHeaders } from '${name}'`),
          )
          .map((name) => `${path} → ${name}`),
      );
    expect(wrong).toEqual([]);
  });

  it('loads only what a run needs before its first order', () => {
    const loaded = new Set<string>();
    const load = (name: string): void => {
      if (loaded.has(name)) return;
      loaded.add(name);
      for (const next of byPath.get(name)?.loads ?? []) load(next);
    };
    const packages = () =>
      [...loaded].filter((name) => !byPath.has(name) && !name.startsWith('node:')).sort();
    load('cli.ts');
    load('commands/start-run.ts');
    expect(packages()).toEqual(['commander']);
    load('commands/run-command.ts');
    load('commands/open-run-exporter.ts');
    expect(packages()).toEqual([
      'commander',
      'p-limit',
      'prom-client/lib/registry.js',
      'undici/lib/dispatcher/client.js',
      'yaml',
      'zod',
    ]);
  });

  it('has no import cycles, type imports included', () => {
    expect(cycles()).toEqual([]);
  });

  it('never writes to the console by itself', () => {
    expect(files.filter(({ text }) => /\bconsole\./.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('never gives up its types', () => {
    const loose = /(?::|<|\bas|\|)\s*any\b(?! [a-z])|@ts-(?:ignore|nocheck|expect-error)/;
    const code = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    expect(files.filter(({ text }) => loose.test(code(text))).map(({ path }) => path)).toEqual([]);
  });

  it(`has no file of more than ${maxLines} lines`, () => {
    const long = files.map(({ path, text }) => [path, text.trimEnd().split('\n').length] as const);
    expect(long.filter(([, lines]) => lines > maxLines)).toEqual([]);
  });

  it('has no default exports, and no barrel but the two entries of the library', () => {
    expect(files.filter(({ text }) => /^export default\b/m.test(text)).map(({ path }) => path)).toEqual([]);
    const barrels = files
      .filter(({ text }) => /^export (\*|\{[^}]*\}) from/m.test(text))
      .map(({ path }) => path);
    expect(barrels.filter((path) => !['index.ts', 'live.ts'].includes(path))).toEqual([]);
  });
});
