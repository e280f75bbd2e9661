// Puts the command line, the simulator's process and the webhook endpoint's thread into few files: `npm run build` does it after tsc.
//
// Most of the time from a process's start to its first order goes into loading modules, and a thousand small files of ours
// and of our packages take twice as long as the same code in a few large ones (docs/decisions/bundled-command-line.md). So
// `dist/cli.js`, `dist/sandbox/sandbox-process.js` and `dist/receiver/receiving-thread.js` are bundles, and what a command loads by itself
// lies in `dist/chunks/`.
// The other files of `dist/` are what tsc wrote, one for each source, for those who use foxload as a library.
import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = `${root}dist`;
/** As deep below `dist/` as the folders of the sources, so that paths relative to the code lead to the same places. */
const chunks = 'chunks';
/** Loaded late or never, so they may stay where npm put them. */
const leftOut = ['express', 'autocannon', /^hdr-histogram-js/, /^@opentelemetry\//];

/** What `cli.ts` imports: loaded before it is known which command it will be. */
const ofTheCli = [...readFileSync(`${root}src/cli.ts`, 'utf8').matchAll(/ from '\.\/(.+)\.js';/g)].map(
  ([, name]) => name,
);
/**
 * One file each, with all that they import: to find, open and read a file takes as long as to compile thirty kilobytes. `cli.ts`
 * itself stays outside: it waits for its command, and what a command imports may not wait for it.
 */
const together = [
  { name: 'before-run', test: isSource(...ofTheCli, 'commands/start-run'), priority: 2 },
  { name: 'run', test: isSource('commands/run-command'), priority: 1 },
];
/** Loading Node's HTTP/2, which foxload never asks undici for, takes each process 4 to 8 ms. */
const withoutHttp2 = {
  name: 'without-http2',
  load: (file) =>
    file.endsWith('/undici/lib/dispatcher/client-h2.js')
      ? `module.exports = () => { throw new Error('HTTP/2 is left out of the command line'); };`
      : null,
};

rmSync(`${dist}/${chunks}`, { recursive: true, force: true });
await put('cli', { groups: together });
// Loaded by a process or a thread of its own, each of them, so nothing is gained where they share files.
await put('sandbox/sandbox-process', false);
await put('receiver/receiving-thread', false);

/** A test for sources, by their paths without the ending. */
function isSource(...names) {
  const files = new Set(names.map((name) => `${root}src/${name}.ts`));
  return (file) => files.has(file);
}

/** Writes `dist/<entry>.js` and what it loads later. */
async function put(entry, codeSplitting) {
  const bundle = await rolldown({
    cwd: root,
    input: { [entry]: `src/${entry}.ts` },
    external: leftOut,
    platform: 'node',
    logLevel: 'warn',
    plugins: [withoutHttp2],
  });
  await bundle.write({
    dir: dist,
    format: 'esm',
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: `${chunks}/[name].js`,
    codeSplitting,
  });
  await bundle.close();
}

// What the pages run in a browser: one script for a report's charts and one for the live page, which they take into themselves. uPlot's licence
// wants to be told wherever its code goes.
const { version } = JSON.parse(readFileSync(`${root}node_modules/uplot/package.json`, 'utf8'));
for (const name of ['run-charts', 'live-page']) {
  // A page can't load a module of Node's: whatever of our own it uses must not lead to one.
  const onLog = (level, log, tell) => tell(log.code === 'UNRESOLVED_IMPORT' ? 'error' : level, log);
  const page = await rolldown({
    cwd: root,
    input: `page/${name}.ts`,
    tsconfig: 'page/tsconfig.json',
    platform: 'browser',
    logLevel: 'warn',
    onLog,
  });
  await page.write({
    file: `${dist}/page/${name}.js`,
    format: 'iife',
    minify: true,
    banner: `/*! uPlot ${version}, MIT licence, (c) Leon Sorokin, https://github.com/leeoniya/uPlot */`,
  });
  await page.close();
}
copyFileSync(`${root}node_modules/uplot/dist/uPlot.min.css`, `${dist}/page/run-charts.css`);
