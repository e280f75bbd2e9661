import type { Profile } from '../profile/profile.js';
import { Closers } from '../run/closers.js';
import { type ProductionConsent, refuseUnsafe } from '../run/production-guard.js';
import { onAbort } from '../run/stop-signals.js';
import { type MonitorAudience, MonitorFlow } from './monitor-flow.js';
import { monitorWorstCase } from './monitor-worst-case.js';
import { monitoredProfile } from './monitored-profile.js';
import { openMonitor } from './open-monitor.js';

export interface MonitorOptions extends ProductionConsent, MonitorAudience {
  /** Where the state is kept that a restart must not lose. */
  readonly folder: string;
  /** Where FOXRELOAD_API_KEY and FOXRELOAD_WEBHOOK_SECRET are looked up; the process's environment when left out. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Aborted: no new orders, those sent are waited for until their deadline. */
  readonly drain?: AbortSignal;
  /** Aborted: no waiting any more; what is open is taken up by the next process. */
  readonly leave?: AbortSignal;
  /** Told the monitor right before its first order; what it throws stops it before anything is sent. */
  readonly begins?: (flow: MonitorFlow) => void;
}

/**
 * Sends canary orders for ever and counts how they fare by the objectives of the profile, until it is stopped. Gives what broke on
 * our side and ended it, a sentence each; none where somebody stopped it.
 *
 * Rejects with a StartError, before anything is sent, when something that is needed is missing or wrong.
 */
export async function runMonitor(written: Profile, options: MonitorOptions): Promise<readonly string[]> {
  const profile = monitoredProfile(written);
  refuseUnsafe(profile, options, monitorWorstCase);
  const closers = new Closers();
  const troubles: string[] = [];
  const broken = new AbortController();
  const trouble = (sentence: string): void => {
    troubles.push(sentence);
    broken.abort();
  };
  const { folder, environment = process.env, say } = options;
  try {
    const open = await openMonitor(profile, { folder, environment, trouble, say }, closers);
    const flow = new MonitorFlow(open, options, options);
    // Whatever passed a threshold while nobody looked is counted before anybody can read it.
    open.monitor.fold.passTime();
    await options.show(flow.view);
    options.begins?.(flow);
    onAbort(options.drain, () => flow.drain());
    onAbort(options.leave, () => flow.leave());
    onAbort(broken.signal, () => flow.leave());
    await flow.run();
    return troubles;
  } finally {
    await closers.closeAll();
  }
}
