import type { Exporter } from '../exporter/start-exporter.js';
import { withBudgets } from '../profile/added-budgets.js';
import type { ProfileFile } from '../profile/profile-file.js';
import { readProfile } from '../profile/read-profile.js';
import type { ReceiverThread } from '../receiver/receiver-thread.js';
import { runProfile } from '../run/run-profile.js';
import type { SandboxProcess } from '../run/sandbox-process.js';
import { type ConsentFlags, confirmedSpend } from './confirm-spend.js';
import { exitCodes } from './exit-codes.js';
import { linger } from './linger.js';
import { type MetricOutlet, openOutlets } from './metric-outlets.js';
import { openWantedExporter } from './open-wanted-exporter.js';
import { openingLines } from './opening-lines.js';
import { Progress } from './progress.js';
import { type PublishFlags, publishRun } from './publish-run.js';
import { runStatusReader } from './run-status.js';
import { StoppedBeforeLoad, twoStepStop } from './two-step-stop.js';
import { viewSource } from './view-source.js';

export interface RunFlags extends ConsentFlags, PublishFlags {
  readonly reports: string;
  /** Added to the budgets of the profile. */
  readonly budget: readonly string[];
  /** 0: no metrics page. */
  readonly metricsPort: number;
  readonly metricsHost: string;
  /** How long it outlives the run at most, in milliseconds; null where nothing was asked for. */
  readonly linger: number | null;
}

/** What loads by itself while the command is loaded. */
export interface StartedAhead {
  readonly receiverThread: ReceiverThread;
  /** Null where the target seems not to be embedded. */
  readonly sandboxProcess: SandboxProcess | null;
}

/**
 * The run of `foxload run`: load, drain, verdict, reports. Results go to standard output, progress to standard error.
 *
 * @param ahead what was started before; it is ended here in any case
 */
export async function runCommand(
  { text, fileName }: ProfileFile,
  flags: RunFlags,
  { receiverThread, sandboxProcess }: StartedAhead,
): Promise<number> {
  const progress = new Progress(process.stderr, process.env.TERM);
  const say = (sentence: string): void => progress.say(sentence);
  const stop = twoStepStop(say);
  let exporter: Exporter | null = null;
  let outlets: MetricOutlet | null = null;
  try {
    const profile = withBudgets(readProfile(text, fileName), flags.budget, '--budget');
    const confirmedSpendCents = await confirmedSpend(profile, flags, stop.drain);
    const finished = await runProfile(profile, {
      reportsFolder: flags.reports,
      allowProduction: flags.allowProduction,
      ...(confirmedSpendCents === undefined ? {} : { confirmedSpendCents }),
      receiverThread,
      ...(sandboxProcess === null ? {} : { sandboxProcess }),
      drain: stop.drain,
      leave: stop.leave,
      beforeLoad: async (view) => {
        const source = viewSource(view);
        const address = { host: flags.metricsHost, port: flags.metricsPort };
        exporter = await openWantedExporter(view, address, source);
        outlets = await openOutlets(view, source, say);
        stop.loadBegins();
        for (const line of openingLines(view, exporter)) progress.say(line);
        progress.follow(runStatusReader(view));
      },
    });
    progress.end();
    // A collector that takes its time holds up the end, and not the result.
    const told = (outlets as MetricOutlet | null)?.finish();
    const code = await publishRun(finished, flags);
    const isCut = finished.result.run.interruptedBy !== null;
    const lingering = exporter === null || isCut ? null : linger(exporter, flags.linger, say);
    // From here on a signal ends the wait, and no longer the load.
    stop.release();
    await Promise.all([lingering, told]);
    return code;
  } catch (error) {
    if (error instanceof StoppedBeforeLoad) return exitCodes[error.signal];
    throw error;
  } finally {
    progress.end();
    stop.release();
    (outlets as MetricOutlet | null)?.close();
    await (exporter as Exporter | null)?.close();
    await Promise.all([receiverThread.close(), sandboxProcess?.close()]);
  }
}
