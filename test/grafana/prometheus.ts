import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

/** One series of an instant query's answer. */
export interface Answer {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One series of a range query's answer. */
export interface RangeAnswer {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly number[];
}

/** A rule as Prometheus itself sees it. */
export interface RuleState {
  readonly name: string;
  /** `ok`, `err`, or `unknown` before it was evaluated. */
  readonly health: string;
  readonly lastError?: string;
  /** Of an alert: what fires now, with the texts that people get. */
  readonly alerts?: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
    readonly state: string;
  }[];
}

/** What a Prometheus is to look at. */
export interface PrometheusChoice {
  /** The port of a metrics page on this machine, and labels that its series get; left out: nothing is scraped. */
  readonly targetPort?: number;
  readonly labels?: Readonly<Record<string, string>>;
  /** Files of rules, evaluated each second. */
  readonly ruleFiles?: readonly string[];
  /** What it already knows when it starts: OpenMetrics text with time stamps. */
  readonly openMetrics?: string;
}

/** A real Prometheus on a free loopback port, with its data in a folder of its own. */
export interface Prometheus {
  /** Evaluates PromQL, now or at an instant in seconds since 1970; throws with Prometheus's own words when it does not understand. */
  query(promql: string, atS?: number): Promise<Answer[]>;
  /** Evaluates PromQL over a stretch of time, in seconds since 1970; each series with its values, oldest first. */
  queryRange(promql: string, fromS: number, toS: number, stepS: number): Promise<RangeAnswer[]>;
  /** The values of a label over all series that match. */
  labelValues(label: string, match: string): Promise<string[]>;
  /** How the rules fare that it was started with. */
  rules(): Promise<RuleState[]>;
  /** Asks again until the first series of the answer has this value. */
  until(promql: string, value: number): Promise<void>;
  close(): Promise<void>;
}

type Sample = [number, string];

interface Response<Data> {
  readonly status: string;
  readonly error?: string;
  readonly data?: Data;
}

interface Series {
  readonly metric: Record<string, string>;
  readonly value: Sample;
  readonly values: Sample[];
}

/** Data of any age is kept: what is imported may be as old as the longest objective. */
const retention = '100d';

function configuration({ targetPort, labels = {}, ruleFiles = [] }: PrometheusChoice): string {
  const targets = targetPort === undefined ? [] : [`127.0.0.1:${targetPort}`];
  return JSON.stringify({
    global: { scrape_interval: '250ms', evaluation_interval: '1s' },
    rule_files: ruleFiles,
    scrape_configs: [{ job_name: 'foxload', static_configs: [{ targets, labels }] }],
  });
}

/** Makes blocks of what is known already: few and long ones, because promtool's own of two hours take minutes for weeks. */
function importOpenMetrics(text: string, folder: string): void {
  const file = join(folder, 'known.om');
  writeFileSync(file, text);
  const { code, said } = promtool([
    'tsdb',
    'create-blocks-from',
    '--max-block-duration=744h',
    'openmetrics',
    file,
    join(folder, 'data'),
  ]);
  if (code !== 0) throw new Error(`promtool could not import the metrics:\n${said}`);
}

/** Prometheus chooses its port itself and says so in its log, after which it gets ready. */
async function addressInLog(child: ChildProcess): Promise<string> {
  const lines: string[] = [];
  if (child.stderr === null) throw new Error('Prometheus was started without its log');
  const log = createInterface({ input: child.stderr });
  for await (const line of log) {
    lines.push(line);
    const address = /"Listening on" address=(\S+)/.exec(line)?.[1];
    if (address !== undefined) {
      child.stderr.resume();
      return `http://${address}`;
    }
  }
  throw new Error(`Prometheus ended before it listened:\n${lines.join('\n')}`);
}

/** Asks Prometheus; null while it is not ready yet. */
async function ask<Data>(url: string, path: string, fields: Record<string, string>): Promise<Data | null> {
  const response = await fetch(`${url}/api/v1/${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
  });
  if (response.status === 503) return null;
  const { data, error } = (await response.json()) as Response<Data>;
  if (data === undefined) throw new Error(`${JSON.stringify(fields)}: ${error}`);
  return data;
}

async function query(url: string, promql: string, atS?: number): Promise<Answer[]> {
  const time = atS === undefined ? {} : { time: `${atS}` };
  const data = await ask<{ result: Series[] }>(url, 'query', { query: promql, ...time });
  return (data?.result ?? []).map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
}

async function queryRange(url: string, fields: Record<string, string>): Promise<RangeAnswer[]> {
  const data = await ask<{ result: Series[] }>(url, 'query_range', fields);
  return (data?.result ?? []).map(({ metric, values }) => ({
    labels: metric,
    values: values.map(([, value]) => Number(value)),
  }));
}

async function labelValues(url: string, label: string, match: string): Promise<string[]> {
  const response = await fetch(
    `${url}/api/v1/label/${label}/values?${new URLSearchParams({ 'match[]': match })}`,
  );
  const { data, error } = (await response.json()) as Response<string[]>;
  if (data === undefined) throw new Error(`${match}: ${error}`);
  return data;
}

async function rules(url: string): Promise<RuleState[]> {
  const response = await fetch(`${url}/api/v1/rules`);
  const { data } = (await response.json()) as Response<{ groups: { rules: RuleState[] }[] }>;
  return (data?.groups ?? []).flatMap((group) => group.rules);
}

/** Starts Prometheus. Given a port alone, it scrapes the metrics page there four times a second. */
export async function startPrometheus(target: number | PrometheusChoice): Promise<Prometheus> {
  const choice = typeof target === 'number' ? { targetPort: target } : target;
  const folder = mkdtempSync(join(tmpdir(), 'foxload-prometheus-'));
  const configFile = join(folder, 'prometheus.yml');
  writeFileSync(configFile, configuration(choice));
  if (choice.openMetrics !== undefined) importOpenMetrics(choice.openMetrics, folder);
  const child = spawn(
    'prometheus',
    [
      `--config.file=${configFile}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--storage.tsdb.retention.time=${retention}`,
      '--web.listen-address=127.0.0.1:0',
      '--log.level=info',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const url = await addressInLog(child);
  return {
    query: (promql, atS) => query(url, promql, atS),
    queryRange: (promql, fromS, toS, stepS) =>
      queryRange(url, { query: promql, start: `${fromS}`, end: `${toS}`, step: `${stepS}` }),
    labelValues: (label, match) => labelValues(url, label, match),
    rules: () => rules(url),
    async until(promql, value) {
      while ((await query(url, promql))[0]?.value !== value) await wait(50);
    },
    async close() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs promtool with `input` on its standard input; gives its exit code and all that it said. */
export function promtool(args: string[], input = ''): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync('promtool', args, { input, encoding: 'utf8' });
  return { code: status, said: stdout + stderr };
}
