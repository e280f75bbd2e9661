import { runSource } from '../exporter/run-source.js';
import { type Exporter, startExporter } from '../exporter/start-exporter.js';
import { loadProfile } from '../profile/load-profile.js';
import type { Profile } from '../profile/profile.js';
import { listenError } from '../run/listen-error.js';
import { runProfile } from '../run/run-profile.js';
import type { RunView } from '../run/run-view.js';
import { type ConsentFlags, confirmedSpend } from './confirm-spend.js';
import { exitCodes } from './exit-codes.js';
import { openingLines } from './opening-lines.js';
import { Progress } from './progress.js';
import { publishRun } from './publish-run.js';
import { runStatusReader } from './run-status.js';
import { StoppedBeforeLoad, twoStepStop } from './two-step-stop.js';

export interface RunFlags extends ConsentFlags {
  readonly reports: string;
  /** 0: no metrics page. */
  readonly metricsPort: number;
  /** The result as JSON on standard output instead of text. */
  readonly json: boolean;
}

/** `foxload run`: load, drain, verdict, reports. Results go to standard output, progress to standard error. */
export async function runCommand(profileName: string, flags: RunFlags): Promise<number> {
  const { profile } = loadProfile(profileName);
  const progress = new Progress(process.stderr, process.env.TERM);
  const stop = twoStepStop((sentence) => progress.say(sentence));
  let exporter: Exporter | null = null;
  try {
    const confirmedSpendCents = await confirmedSpend(profile, flags, stop.drain);
    const finished = await runProfile(profile, {
      reportsFolder: flags.reports,
      allowProduction: flags.allowProduction,
      ...(confirmedSpendCents === undefined ? {} : { confirmedSpendCents }),
      drain: stop.drain,
      leave: stop.leave,
      beforeLoad: async (view) => {
        exporter = await openExporter(view, flags.metricsPort);
        stop.loadBegins();
        for (const line of openingLines(view, exporter)) progress.say(line);
        progress.follow(runStatusReader(view));
      },
    });
    progress.end();
    return publishRun(finished, flags.json);
  } catch (error) {
    if (error instanceof StoppedBeforeLoad) return exitCodes[error.signal];
    throw error;
  } finally {
    progress.end();
    stop.release();
    await (exporter as Exporter | null)?.close();
  }
}

async function openExporter(view: RunView, port: number): Promise<Exporter | null> {
  if (port === 0) return null;
  try {
    const exporter = await startExporter({
      port,
      source: runSource(view),
      deliveryEdgesS: budgetEdgesS(view.profile),
    });
    view.tracker.listen({
      decided({ outcome, decidedMs, plannedMs }) {
        if (outcome === 'delivered') exporter.observeDelivery(decidedMs - plannedMs);
      },
    });
    return exporter;
  } catch (error) {
    const remedy = 'choose another with --metrics-port, or 0 for no metrics';
    throw listenError(error, 'the metrics page', `127.0.0.1:${port}`, remedy);
  }
}

/** Every threshold that a budget sets on the delivery is an edge of the histogram, so that it is counted exactly. */
function budgetEdgesS({ budgets }: Profile): number[] {
  return budgets
    .filter(({ metric }) => metric.startsWith('delivery.'))
    .map(({ threshold }) => threshold / 1000);
}
