import { isListOf, isNumber, isText, orNull, type RecordShape, recordOf } from './record-shape.js';

/**
 * How safe a journalled event is. `process`: handed to the system, so it survives the end of the process, not a power
 * loss. `group`: on the disk, in batches of what came in a tenth of a second. `strict`: on the disk, each batch as soon
 * as the one before it is.
 */
export const journalModes = ['process', 'group', 'strict'] as const;
export type JournalMode = (typeof journalModes)[number];

/** The layout that this version writes and reads. */
export const journalVersion = 1;

/** The first line of a journal: what is needed to understand its events, and to go on with the run. */
export interface JournalHeader {
  readonly run: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly profile: string;
  /** Hexadecimal. */
  readonly profileSha256: string;
  readonly seed: number;
  /** Tells API keys apart and gives nothing of them away. */
  readonly keyId: string;
  readonly environment: string;
  readonly mode: JournalMode;
  /** From an order's planned instant to the moment its final webhook is late. */
  readonly deadlineMs: number;
  /** Milliseconds since 1970 at the zero of the clock that all `atMs` are read from. */
  readonly wallOriginMs: number;
  /** The price of one order for each entry of the profile's order mix; null where the API shows none. */
  readonly pricesCents: readonly number[] | null;
  readonly spendLimitCents: number | null;
  /** The API's address, and the receiver's as the API had to know it. */
  readonly target: string;
  readonly webhookUrl: string;
}

/** The header as its line holds it. */
export interface HeaderLine extends JournalHeader {
  readonly kind: 'run';
  readonly journal: typeof journalVersion;
}

const shape: RecordShape<JournalHeader> = {
  run: isText,
  startedAt: isText,
  profile: isText,
  profileSha256: isText,
  seed: isNumber,
  keyId: isText,
  environment: isText,
  mode: ['one of process, group and strict', (value) => journalModes.some((mode) => mode === value)],
  deadlineMs: isNumber,
  wallOriginMs: isNumber,
  pricesCents: orNull(isListOf(isNumber)),
  spendLimitCents: orNull(isNumber),
  target: isText,
  webhookUrl: isText,
};

/** The header from the record of a journal's first line, or one sentence on what is wrong with it. */
export function readHeader(record: unknown): JournalHeader | string {
  if (typeof record !== 'object' || record === null || !('kind' in record) || record.kind !== 'run') {
    return 'is not a header; wanted a first line of the kind "run"';
  }
  const version = 'journal' in record ? record.journal : undefined;
  if (version !== journalVersion) {
    return `has the journal version ${JSON.stringify(version)}; wanted ${journalVersion}`;
  }
  return recordOf(record, shape);
}
