import { join } from 'node:path';
import type { Exporter } from '../exporter/start-exporter.js';
import type { MonitorFlow } from '../monitor/monitor-flow.js';
import { monitorWorstCase } from '../monitor/monitor-worst-case.js';
import { runMonitor } from '../monitor/run-monitor.js';
import { loadProfile } from '../profile/load-profile.js';
import { ProfileError } from '../profile/profile-error.js';
import type { RunView } from '../run/run-view.js';
import { StartError } from '../run/start-error.js';
import { signalOf } from '../run/stop-signals.js';
import { type ConsentFlags, confirmedSpend } from './confirm-spend.js';
import { exitCodes, signalExitCode } from './exit-codes.js';
import { type MetricOutlet, openOtlp } from './metric-outlets.js';
import { monitorLines, monitorPulse } from './monitor-lines.js';
import type { MetricsAddress } from './open-run-exporter.js';
import { openWantedExporter } from './open-wanted-exporter.js';
import { Progress } from './progress.js';
import { StoppedBeforeLoad, twoStepStop } from './two-step-stop.js';
import { viewSource } from './view-source.js';

export interface MonitorFlags extends ConsentFlags {
  /** Where the state is kept; null for a folder named after the profile. */
  readonly state: string | null;
  /** 0: no metrics page. */
  readonly metricsPort: number;
  readonly metricsHost: string;
}

/** How often it is told how things stand: a line that is kept, not one that is drawn over. */
const pulseMs = 600_000;
/** The exit code of an instrument that broke, as of an invalid measurement. */
const brokenExitCode = 4;

/** `foxload monitor`: canary orders for ever. Everything it has to say goes to standard error. */
export async function monitorCommand(profileName: string, flags: MonitorFlags): Promise<number> {
  const progress = new Progress(process.stderr, process.env.TERM);
  const say = (sentence: string): void => progress.say(sentence);
  let flow: MonitorFlow | null = null;
  const stop = twoStepStop(say, {
    hangUp: () => void reloaded(flow, profileName, say),
    leaving: 'Leaving; what is open is taken up at the next start.',
  });
  const shown = new ShownMonitor({ host: flags.metricsHost, port: flags.metricsPort }, say);
  try {
    const { profile } = loadProfile(profileName);
    const confirmedSpendCents = await confirmedSpend(profile, flags, stop.drain, monitorWorstCase);
    const troubles = await runMonitor(profile, {
      folder: flags.state ?? join('monitor', profile.name),
      allowProduction: flags.allowProduction,
      ...(confirmedSpendCents === undefined ? {} : { confirmedSpendCents }),
      drain: stop.drain,
      leave: stop.leave,
      say,
      show: (view) => shown.show(view),
      begins: (begun) => {
        flow = begun;
        stop.loadBegins();
      },
    });
    for (const trouble of troubles) say(trouble);
    if (troubles.length > 0) return brokenExitCode;
    return signalExitCode(signalOf(stop.leave) ?? signalOf(stop.drain)) ?? exitCodes.ok;
  } catch (error) {
    if (error instanceof StoppedBeforeLoad) return exitCodes[error.signal];
    throw error;
  } finally {
    stop.release();
    await shown.close();
  }
}

/** Reads the profile again. One that can't be used is told, and the present one goes on. */
async function reloaded(
  flow: MonitorFlow | null,
  profileName: string,
  say: (sentence: string) => void,
): Promise<void> {
  try {
    await flow?.reload(loadProfile(profileName).profile);
  } catch (error) {
    if (!(error instanceof ProfileError || error instanceof StartError)) throw error;
    say(`${error.message}\nThe profile was not changed.`);
  }
}

/** What others see of a monitor: the metrics page, and a line now and then. */
class ShownMonitor {
  #exporter: Exporter | null = null;
  #otlp: MetricOutlet | null = null;
  #pulse: NodeJS.Timeout | undefined;

  constructor(
    private readonly address: MetricsAddress,
    private readonly say: (sentence: string) => void,
  ) {}

  /** Shows another view from now on, at the same address. Its counters go on; its histograms begin anew, as after a restart. */
  async show(view: RunView): Promise<void> {
    const isFirst = this.#pulse === undefined;
    await this.close();
    const source = viewSource(view);
    this.#exporter = await openWantedExporter(view, this.address, source);
    this.#otlp = await openOtlp(source, view.id, this.say);
    if (isFirst) for (const line of monitorLines(view, this.#exporter)) this.say(line);
    this.#pulse = setInterval(() => this.say(monitorPulse(view)), pulseMs);
  }

  async close(): Promise<void> {
    clearInterval(this.#pulse);
    await this.#otlp?.finish();
    this.#otlp?.close();
    this.#otlp = null;
    await this.#exporter?.close();
    this.#exporter = null;
  }
}
