// From the start of the process to its first order: `node bench/measures/start.mjs [--short]`, after `npm run build`.
//
// Each start is `foxload run` on a profile whose first order is due at once, with the metrics page and the journal as they
// always are, and counts until the first create call. Two targets: an API that runs already, a tiny one in this process that
// stamps the call's arrival; and the embedded simulator, a second process that the first one has to start, where the journal
// tells when the call was written. Beside them stands what Node itself takes to run an empty program.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeBalance, encodeCatalogue } from '../../dist/contract/catalogue.js';
import { endpoints } from '../../dist/contract/endpoints.js';

const starts = process.argv.includes('--short') ? 5 : 15;
const goalMs = 400;
const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const sku = 'xbox-ar-game-pass';
const environment = {
  ...process.env,
  FOXRELOAD_API_KEY: 'start-key',
  FOXRELOAD_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
};

const folder = mkdtempSync(join(tmpdir(), 'foxload-start-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
let firstCreate = () => {};
const api = await tinyApi();
const ports = { api: api.address().port, receiver: await freePort(), metrics: await freePort() };
const rows = await measure();
api.close();
api.closeAllConnections();
process.stdout.write(`${JSON.stringify({ name: 'start', rows })}\n`);

/** The three kinds take turns, so that a busy moment of the machine meets each of them. */
async function measure() {
  const timesMs = { empty: [], running: [], embedded: [] };
  for (let round = 1; round <= starts; round += 1) {
    timesMs.empty.push(await emptyProgram());
    timesMs.running.push(await runningApi(round));
    timesMs.embedded.push(await embeddedSimulator(round));
    const newest = Object.entries(timesMs).map(([kind, times]) => `${kind} ${Math.round(times.at(-1))} ms`);
    process.stderr.write(`start ${round} of ${starts}: ${newest.join(', ')}\n`);
  }
  return [
    ...rowsOf('with an API that runs already', timesMs.running, timesMs.empty),
    ...rowsOf('with the embedded simulator', timesMs.embedded, timesMs.empty),
  ];
}

/**
 * @param {string} how
 * @param {number[]} timesMs of foxload
 * @param {number[]} emptyMs of the empty program
 */
function rowsOf(how, timesMs, emptyMs) {
  const row = (which, of, goal) => ({
    what: `process start to first order sent, ${how}, ${which} of ${starts}`,
    unit: 'ms',
    value: rounded(of(timesMs)),
    beside: { name: `node -e 0 from start to end, ${which}`, value: rounded(of(emptyMs)) },
    ratio: null,
    goal,
    note: null,
  });
  return [row('median', median, { atMost: goalMs }), row('best', best, null)];
}

async function emptyProgram() {
  const beganMs = nowMs();
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit');
  return nowMs() - beganMs;
}

/** @param {number} round */
async function runningApi(round) {
  const target = `{ environment: sandbox, url: 'http://127.0.0.1:${ports.api}' }`;
  const receiver = `receiver: { listen: '127.0.0.1:${ports.receiver}' }`;
  const arrived = new Promise((resolve) => {
    firstCreate = resolve;
  });
  const { beganMs, child, ended } = foxload(`running-${round}`, target, receiver);
  const early = ended.then(({ words }) => Promise.reject(new Error(`foxload sent no order: ${words}`)));
  const arrivedMs = await Promise.race([arrived, early]);
  // Its webhooks would never come.
  early.catch(() => {});
  child.kill('SIGKILL');
  await ended;
  return arrivedMs - beganMs;
}

/** @param {number} round */
async function embeddedSimulator(round) {
  const { beganMs, reports, ended } = foxload(
    `embedded-${round}`,
    '{ environment: embedded }',
    'sandbox: { speed: 1000 }',
  );
  const { words } = await ended;
  const run = readdirSync(reports).find((name) => name !== 'latest');
  if (run === undefined) throw new Error(`foxload left no run: ${words}`);
  return firstSentMs(join(reports, run, 'orders.ndjson')) - beganMs;
}

/** @param {string} journal */
function firstSentMs(journal) {
  const lines = readFileSync(journal, 'utf8').split('\n');
  const { wallOriginMs } = JSON.parse(lines[0]);
  const sent = lines.find((line) => line.startsWith('{"kind":"sent"'));
  if (sent === undefined) throw new Error(`${journal} tells of no order that was sent`);
  return wallOriginMs + JSON.parse(sent).atMs;
}

/**
 * Starts foxload on a profile.
 *
 * @param {string} name
 * @param {string} target
 * @param {string} section one more of the profile
 */
function foxload(name, target, section) {
  const reports = join(folder, name);
  mkdirSync(reports);
  const profile = join(folder, `${name}.yaml`);
  const load = 'load: { arrivals: uniform, stages: [ { rate: 1000/s, for: 20ms } ] }';
  writeFileSync(
    profile,
    `name: start\ntarget: ${target}\n${section}\n${load}\norders: [ { sku: ${sku} } ]\ndeadline: 5s\n`,
  );
  const args = [cli, 'run', profile, '--reports', reports, '--metrics-port', String(ports.metrics)];
  const beganMs = nowMs();
  const child = spawn(process.execPath, args, { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    words += text;
  });
  const ended = once(child, 'close').then(() => ({ words }));
  return { beganMs, child, reports, ended };
}

/** Shows what is for sale, and never answers a create call. */
async function tinyApi() {
  const answers = {
    [endpoints.skus]: encodeCatalogue([{ sku, region: 'AR', priceCents: 1_000, stock: 1_000 }]),
    [endpoints.balance]: encodeBalance(1_000_000, 0),
  };
  const server = createServer((request, response) => {
    const atMs = nowMs();
    if (request.method === 'POST') firstCreate(atMs);
    else response.end(answers[request.url]);
  });
  return once(server.listen(0, '127.0.0.1'), 'listening').then(() => server);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await once(server.close(), 'close');
  return port;
}

/** Milliseconds since 1970, comparable between processes of one machine. */
function nowMs() {
  return performance.timeOrigin + performance.now();
}

/** @param {number[]} times */
function best(times) {
  return Math.min(...times);
}

/** @param {number[]} times */
function median(times) {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
}

/** @param {number} ms */
function rounded(ms) {
  return Math.round(ms * 10) / 10;
}
