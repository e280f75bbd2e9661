import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import type { Cents } from '../contract/money.js';
import type { Profile } from '../profile/profile.js';
import { quoted } from '../profile/show-value.js';
import { formatCents, parseUsd } from '../profile/usd.js';
import { type WorstCase, worstRun } from '../run/production-guard.js';
import { StartError } from '../run/start-error.js';
import { StoppedBeforeLoad, type StopSignal } from './two-step-stop.js';

/** What the command line says about real money. */
export interface ConsentFlags {
  readonly allowProduction: boolean;
  /** Null where it was not given. */
  readonly confirmSpend: Cents | null;
}

/**
 * The worst case that the user confirms: by a flag, or typed on a terminal. Undefined where neither is there, which only a
 * production run is refused for. Asks nobody about a run of play money, or one that was not allowed.
 *
 * @param stopped aborted by the signal that ends the question
 * @param worst what is confirmed, where it is not that of one run
 * @throws {StartError} when what was typed is no amount
 * @throws {StoppedBeforeLoad} when it was stopped instead
 */
export async function confirmedSpend(
  profile: Profile,
  { allowProduction, confirmSpend }: ConsentFlags,
  stopped: AbortSignal,
  worst: WorstCase = worstRun,
): Promise<Cents | undefined> {
  if (confirmSpend !== null) return confirmSpend;
  const asksFor = profile.target.environment === 'production' && allowProduction;
  if (!asksFor || !process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const worstCents = worst.cents(profile);
  return worstCents === null ? undefined : amountTyped(profile, formatCents(worstCents), worst, stopped);
}

async function amountTyped(
  profile: Profile,
  wanted: string,
  { words }: WorstCase,
  stopped: AbortSignal,
): Promise<Cents> {
  process.stderr.write(`${profile.name} spends real money at ${profile.target.url}: at most ${wanted}.\n`);
  const text = await line(`Type ${wanted} to start: `, stopped);
  const cents = parseUsd(text.trim());
  if (cents !== null) return cents;
  const found = text === '' ? 'nothing' : quoted(text);
  throw new StartError(`${found} was typed; wanted ${wanted}, ${words}`);
}

/** One line from the terminal; empty at the end of the input. */
async function line(question: string, stopped: AbortSignal): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  // While a line is read, Ctrl-C is a key like any other: whoever listens for the signal has to be told.
  reader.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    const ended = once(reader, 'close').then(() => '');
    return await Promise.race([reader.question(question, { signal: stopped }), ended]);
  } catch (error) {
    if (stopped.aborted) throw new StoppedBeforeLoad(stopped.reason as StopSignal);
    // Ctrl-D is the end of the input, too.
    if (error instanceof Error && error.name === 'AbortError') return '';
    throw error;
  } finally {
    reader.close();
  }
}
