import type { Exporter } from '../exporter/start-exporter.js';
import { EventsError } from '../live/events-error.js';
import { type FollowedServices, followServices } from '../live/follow-services.js';
import { liveLimits } from '../live/live-limits.js';
import { StartError } from '../run/start-error.js';
import { exitCodes } from './exit-codes.js';
import { firstSignal } from './first-signal.js';
import { openExporter } from './open-run-exporter.js';

export interface WatchFlags {
  readonly metricsPort: number;
  readonly metricsHost: string;
}

/**
 * `foxload watch`: follows the events files of a service that foxload is built into, and serves its metrics and its live page from a
 * process of its own, until a signal ends it. Everything it has to say goes to standard error.
 */
export async function watchCommand(files: readonly string[], flags: WatchFlags): Promise<number> {
  const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
  const signal = firstSignal();
  const gone = new AbortController();
  void signal.then(() => gone.abort());
  const services = await begun(files, gone.signal, say);
  if (services === null) return exitCodes[await signal];
  services.read();
  const ticker = setInterval(() => readOn(services, say), liveLimits.tickMs);
  let exporter: Exporter | null = null;
  try {
    exporter = await openExporter(liveOf(services), { host: flags.metricsHost, port: flags.metricsPort });
    const { name, dialect, objectives } = services.header;
    say(`foxload watch ${name} (${dialect}): metrics at ${exporter.url}, live page at ${exporter.liveUrl}`);
    for (const objective of objectives) say(`objective ${objective}`);
    return exitCodes[await signal];
  } finally {
    clearInterval(ticker);
    await exporter?.close();
    services.close();
  }
}

/** Waits until a file says what it is; null when a signal came first. */
async function begun(
  files: readonly string[],
  gone: AbortSignal,
  say: (sentence: string) => void,
): Promise<FollowedServices | null> {
  for (let attempt = 0; !gone.aborted; attempt += 1) {
    const services = readable(() => followServices(files));
    if (services !== null) return services;
    if (attempt === 0) say(`waiting for the first events in ${files.join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, liveLimits.tickMs));
  }
  return null;
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof EventsError) throw new StartError(error.message);
    const { code, path } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string') throw error;
    throw new StartError(`the events can't be read (${code}${path === undefined ? '' : `, ${path}`})`);
  }
}

/** A file that can't be read for a while is told each time, and followed again as soon as it can be. */
function readOn(services: FollowedServices, say: (sentence: string) => void): void {
  try {
    services.read();
  } catch (error) {
    say(`the events could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function liveOf({ source, header }: FollowedServices) {
  const { deadlineMs } = header;
  const about = { target: null, folder: null, startedAtMs: Date.now(), deadlineMs };
  return { source, facts: () => ({ ...about, verdict: null, budgets: [] }) };
}
