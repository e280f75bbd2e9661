import { runSource } from '../exporter/run-source.js';
import { type Exporter, startExporter } from '../exporter/start-exporter.js';
import { loadProfile } from '../profile/load-profile.js';
import type { Profile } from '../profile/profile.js';
import { countText, usdText } from '../report/figure-text.js';
import { finalBlock } from '../report/final-block.js';
import { writeReports } from '../report/write-reports.js';
import { listenError } from '../run/listen-error.js';
import { runProfile } from '../run/run-profile.js';
import type { RunView } from '../run/run-view.js';
import { runExitCode } from './exit-codes.js';
import { showLiveStatus } from './live-status.js';
import { profileForecast } from './profile-forecast.js';
import { twoStepStop } from './two-step-stop.js';

export interface RunFlags {
  readonly reports: string;
  /** 0: no metrics page. */
  readonly metricsPort: number;
  /** The result as JSON on standard output instead of text. */
  readonly json: boolean;
}

/** `foxload run`: load, drain, verdict, reports. Results go to standard output, progress to standard error. */
export async function runCommand(profileName: string, flags: RunFlags): Promise<number> {
  const { profile, text } = loadProfile(profileName);
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const stop = twoStepStop(say);
  let exporter: Exporter | null = null;
  let endStatus = (): void => {};
  try {
    const { result, folder } = await runProfile(profile, {
      reportsFolder: flags.reports,
      drain: stop.drain,
      leave: stop.leave,
      beforeLoad: async (view) => {
        exporter = await openExporter(view, flags.metricsPort);
        for (const line of opening(view, exporter)) say(line);
        endStatus = showLiveStatus(view, process.stderr);
      },
    });
    endStatus();
    writeReports(folder, result, text);
    process.stdout.write(
      flags.json ? `${JSON.stringify(result, null, 2)}\n` : `\n${finalBlock(result)}\n${folder}/\n`,
    );
    return runExitCode(result);
  } finally {
    endStatus();
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

function opening(view: RunView, exporter: Exporter | null): string[] {
  const { profile, balanceCents } = view;
  const { orders } = profileForecast(profile);
  return [
    `foxload ${profile.name}: about ${countText(Math.round(orders))} orders to ${view.target} (${profile.target.dialect})`,
    `webhooks at ${view.webhookUrl}${exporter === null ? '' : `, metrics at ${exporter.url}`}`,
    ...(balanceCents === null ? [] : [`balance ${usdText(balanceCents / 100)}`]),
  ];
}
