import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Debian's name of Alertmanager. */
export const alertmanagerProgram = 'prometheus-alertmanager';

/** An alert as Alertmanager holds it. */
export interface HeldAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly receivers: readonly { readonly name: string }[];
  /** `active`: people are told. `suppressed`: another alert holds it back. */
  readonly status: { readonly state: string; readonly inhibitedBy: readonly string[] };
}

export interface Alertmanager {
  /** Hands alerts over, as Prometheus does. */
  post(alerts: readonly Readonly<Record<string, string>>[]): Promise<void>;
  held(): Promise<HeldAlert[]>;
  close(): Promise<void>;
}

/** Starts a real Alertmanager with a configuration, on a free loopback port and with no others of its kind. */
export async function startAlertmanager(configFile: string): Promise<Alertmanager> {
  const folder = mkdtempSync(join(tmpdir(), 'foxload-alertmanager-'));
  const child = spawn(
    alertmanagerProgram,
    [
      `--config.file=${configFile}`,
      `--storage.path=${folder}`,
      '--web.listen-address=127.0.0.1:0',
      '--cluster.listen-address=',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const said: string[] = [];
  let url: string | undefined;
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line);
    const address = /[Ll]istening on"? address=(\S+)/.exec(line)?.[1];
    if (address !== undefined) {
      url = `http://${address}/api/v2/alerts`;
      break;
    }
  }
  child.stderr.resume();
  if (url === undefined) throw new Error(`Alertmanager ended before it listened:\n${said.join('\n')}`);
  const alerts = url;
  return {
    async post(all) {
      const response = await fetch(alerts, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(all.map((labels) => ({ labels }))),
      });
      if (!response.ok) throw new Error(`Alertmanager answered ${response.status}: ${await response.text()}`);
    },
    async held() {
      return (await (await fetch(alerts)).json()) as HeldAlert[];
    },
    async close() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
