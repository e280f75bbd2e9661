import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startFoxload } from '../kill-runs/foxload-child.mjs';

/** Delivered faster than this, with every repeat of a webhook that a kill took along, or far slower: nothing lies near it. */
export const withinMs = 12_000;
/** Some webhooks are this late on purpose: at the simulator's speed. */
export const delayMs = 25_000;
export const deadlineMs = 40_000;

const objectives = [`delivery within ${withinMs / 1000}s for 90% over 7d`, 'success for 80% over 30d'];

/** A monitor's profile, in the form of its file. */
export function monitorProfile({ url, dialect, listen }, every, weight) {
  return {
    name: 'killed-monitor',
    target: { environment: 'sandbox', url, dialect },
    receiver: { listen },
    load: { stages: [{ rate: '10/s', for: '1m' }] },
    orders: [
      { sku: 'psn-tr-100', weight },
      // Now and then what is in flight is ordered no more.
      ...(weight % 2 === 0 ? [{ sku: 'steam-us-20' }] : []),
      { sku: 'xbox-ar-game-pass', weight: 2 },
      { sku: 'esim-eu-5gb', quantity: 2 },
    ],
    replays: '5%',
    deadline: `${deadlineMs / 1000}s`,
    monitor: { every, jitter: '50%', spendPerDay: '1000000 USD' },
    objectives,
  };
}

/**
 * What the simulator does wrong: whatever keeps the law of one key, one order, one debit. Webhooks come late for one dialect and
 * before the answer for the other: an order with both is answered so late that its create call is given up, and then its fate is
 * known to nobody but the simulator.
 */
export const faultsOf = (dialect) => ({
  name: 'faulty-api',
  target: { environment: 'embedded' },
  load: { stages: [{ rate: '1/s', for: '1s' }] },
  orders: [{ sku: 'psn-tr-100' }],
  sandbox: {
    speed: 100,
    balance: '900000000 USD',
    webhookDelay: `${(delayMs * 100) / 1000}s`,
    failures: { supplier_timeout: '3%', stock_revoked: '3%', insufficient_funds: '2%', order_timeout: '1%' },
    webhooks: {
      duplicate: '5%',
      drop: '3%',
      out_of_order: '2%',
      forged: '2%',
      ...(dialect === 'header-key' ? { delay: '5%' } : { early: '8%' }),
    },
    api: { error_503: '3%', error_after_commit: '3%', reset_before: '1%', reset_after: '3%', slow: '1%' },
  },
});

/** A real `foxload monitor` whose state outlives its processes. */
export class WatchedMonitor {
  constructor(folder, parts, metricsPort) {
    this.file = join(folder, 'monitor.yaml');
    this.state = join(folder, 'state');
    this.parts = parts;
    this.metricsPort = metricsPort;
    this.said = '';
    this.weight = 0;
    this.isUp = false;
  }

  /** Writes the profile, with another mix than before. */
  sendEvery(every) {
    this.weight += 1;
    writeFileSync(this.file, JSON.stringify(monitorProfile(this.parts, every, this.weight)));
  }

  /** Has the profile of the present process changed this often. */
  reloadEvery(ms) {
    this.timer = setInterval(() => {
      if (!this.isUp) return;
      this.sendEvery('100ms');
      this.process.child.kill('SIGHUP');
    }, ms);
  }

  stopReloading() {
    clearInterval(this.timer);
  }

  /** Has the profile read, and waits until it holds. */
  async reloaded() {
    this.process.child.kill('SIGHUP');
    // One that was sent before may still be on its way.
    let told = 0;
    const every = (series) => series.get('foxload_target_orders_per_second') ?? 1;
    while (every(await this.metrics().catch(() => new Map())) > 0.001) told += 1;
    return told;
  }

  /** Starts a process, and waits until it sends orders. */
  async start() {
    const args = ['monitor', this.file, '--state', this.state, '--metrics-port', String(this.metricsPort)];
    this.process = startFoxload(args);
    if ((await this.process.says(/SIGHUP reads/)) === null)
      throw new Error((await this.process.ended).stderr);
    this.isUp = true;
  }

  /** Ends the process with a signal. */
  async end(signal) {
    this.isUp = false;
    this.process.child.kill(signal);
    const { code, stderr } = await this.process.ended;
    this.said += stderr;
    return code;
  }

  /** The values of the metrics page by series. */
  async metrics() {
    const page = await (await fetch(`http://127.0.0.1:${this.metricsPort}/metrics`)).text();
    const lines = page.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return new Map(
      lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
    );
  }
}
