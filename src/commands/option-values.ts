import { InvalidArgumentError, Option } from 'commander';
import { defaultExporterAddress } from '../exporter/exporter-address.js';
import { inconclusiveChoices } from '../gate/verdict.js';
import { parseDuration } from '../profile/duration.js';
import { parseRate } from '../profile/rate.js';
import { parseShare } from '../profile/share.js';
import { parseUsd } from '../profile/usd.js';

/** 3 unless a pipeline asks for another. */
export function onInconclusive(): Option {
  return new Option(
    '--on-inconclusive <verdict>',
    'exit code of an inconclusive verdict: that of fail or pass',
  )
    .choices(inconclusiveChoices)
    .default(null, 'a code of its own, 3');
}

/** Where the metrics page and the live page are served. */
export function metricsHost(): Option {
  return new Option(
    '--metrics-host <host>',
    'address of /metrics; one that others may reach needs FOXLOAD_METRICS_TOKEN',
  ).default(defaultExporterAddress.host);
}

/** An option that may be repeated: what was given before, and this. */
export function oneMore(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

/** How many of `runs` stand before `--` on the command line, which commander takes out; null without one. */
export function beforeDashes(runs: readonly string[]): number | null {
  const dashes = process.argv.indexOf('--');
  return dashes < 0 ? null : runs.length - (process.argv.length - 1 - dashes);
}

/** A share like `10%`, as a ratio. Like all below, throws an InvalidArgumentError that says what was wanted. */
export function shareOfOne(text: string): number {
  const share = parseShare(text);
  if (share !== null) return share;
  throw new InvalidArgumentError('Wanted a share like 10%.');
}

/** The name of a file. */
export function fileName(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('Wanted the name of a file.');
}

/** A port from 0 to 65535. */
export function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('Wanted a port from 0 to 65535.');
}

/** A rate in orders a second. */
export function orderRate(text: string): number {
  const ratePerSecond = parseRate(text);
  if (ratePerSecond !== null && ratePerSecond > 0 && ratePerSecond <= 1_000_000) return ratePerSecond;
  throw new InvalidArgumentError('Wanted a rate like 50/s.');
}

/** An amount in cents. */
export function sumOfMoney(text: string): number {
  const cents = parseUsd(text);
  if (cents !== null) return cents;
  throw new InvalidArgumentError('Wanted an amount like "55 USD" or "123.45 USD".');
}

/** The name of a folder. */
export function folderName(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('Wanted the name of a folder.');
}

/** A whole number from 0. */
export function wholeNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Wanted a whole number from 0.');
}

/** A whole number from 1 to 99,999. */
export function wholeNumberFromOne(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Wanted a whole number from 1 to 99999.');
}

/** A duration above 0, in milliseconds. */
export function positiveDuration(text: string): number {
  const durationMs = parseDuration(text);
  if (durationMs !== null && durationMs > 0) return durationMs;
  throw new InvalidArgumentError('Wanted a duration like 200ms.');
}

const longestLingerMs = 86_400_000;

/** Milliseconds that something may be waited for, at most a day; 0 for not at all. */
export function lingerTime(text: string): number {
  const durationMs = parseDuration(text);
  if (durationMs !== null && durationMs <= longestLingerMs) return durationMs;
  throw new InvalidArgumentError('Wanted a duration like 15s, from 0s to 1d.');
}

/** A number above 0. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('Wanted a number above 0.');
}

/** An address of http or https. */
export function webUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('Wanted an address like http://127.0.0.1:8787/webhooks.');
}
