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

/** A real Prometheus on a free loopback port, with its data in a folder of its own. */
export interface Prometheus {
  /** Evaluates PromQL now; throws with Prometheus's own words when it does not understand the query. */
  query(promql: string): Promise<Answer[]>;
  /** Asks again until the first series of the answer has this value. */
  until(promql: string, value: number): Promise<void>;
  close(): Promise<void>;
}

interface QueryResponse {
  readonly status: string;
  readonly error?: string;
  readonly data?: { result: { metric: Record<string, string>; value: [number, string] }[] };
}

function configuration(targetPort: number): string {
  return [
    'global: { scrape_interval: 250ms }',
    'scrape_configs:',
    '  - job_name: foxload',
    `    static_configs: [{ targets: ['127.0.0.1:${targetPort}'] }]`,
    '',
  ].join('\n');
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

async function query(url: string, promql: string): Promise<Answer[]> {
  const response = await fetch(`${url}/api/v1/query`, {
    method: 'POST',
    body: new URLSearchParams({ query: promql }),
  });
  if (response.status === 503) return [];
  const { data, error } = (await response.json()) as QueryResponse;
  if (data === undefined) throw new Error(`${promql}: ${error}`);
  return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
}

/** Starts Prometheus, which scrapes the metrics page on `targetPort` four times a second. */
export async function startPrometheus(targetPort: number): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'foxload-prometheus-'));
  const configFile = join(folder, 'prometheus.yml');
  writeFileSync(configFile, configuration(targetPort));
  const child = spawn(
    'prometheus',
    [
      `--config.file=${configFile}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      '--web.listen-address=127.0.0.1:0',
      '--log.level=info',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const url = await addressInLog(child);
  return {
    query: (promql) => query(url, promql),
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
