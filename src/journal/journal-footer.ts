import {
  isListOf,
  isNumber,
  isRecordOf,
  isSwitch,
  isText,
  orNull,
  type RecordShape,
  recordOf,
} from './record-shape.js';

/** How the machine that measured fared itself, by the names of the run's result. */
export interface JournalledGenerator {
  readonly loopDelayP99Ms: number;
  readonly cpuRatio: number;
  readonly receiverP99Ms: number | null;
}

/** By the names of the run's own early end. */
export interface JournalledEarlyEnd {
  readonly cause: 'user' | 'api' | 'instrument';
  readonly sentence: string;
}

/** What the end of a run knew besides its events. A run that was killed has none. */
export interface JournalFooter {
  /** ISO 8601. */
  readonly endedAt: string;
  /** The signal's name; null for a run that ended by itself. */
  readonly interruptedBy: NodeJS.Signals | null;
  /** Why the run itself ended its load before the schedule did; null when it did not. */
  readonly earlyEnd: JournalledEarlyEnd | null;
  /** Whether this is the end of a run that was killed or left before, and settled later. */
  readonly resumed: boolean;
  /** What broke on our side, a sentence each. */
  readonly troubles: readonly string[];
  readonly idempotencyViolations: number;
  /** Null where nobody knows any more: the process that measured was killed. */
  readonly generator: JournalledGenerator | null;
}

/** The footer as its line holds it. */
export interface FooterLine extends JournalFooter {
  readonly kind: 'closed';
}

const generatorShape: RecordShape<JournalledGenerator> = {
  loopDelayP99Ms: isNumber,
  cpuRatio: isNumber,
  receiverP99Ms: orNull(isNumber),
};

const earlyEndShape: RecordShape<JournalledEarlyEnd> = {
  cause: [
    'user, api or instrument',
    (value) => value === 'user' || value === 'api' || value === 'instrument',
  ],
  sentence: isText,
};

const shape: RecordShape<JournalFooter> = {
  endedAt: isText,
  interruptedBy: orNull(isText),
  earlyEnd: orNull(isRecordOf('cause and sentence', earlyEndShape)),
  resumed: isSwitch,
  troubles: isListOf(isText),
  idempotencyViolations: isNumber,
  generator: orNull(isRecordOf('loopDelayP99Ms, cpuRatio and receiverP99Ms', generatorShape)),
};

/** The footer from the record of a line of the kind `closed`, or one sentence on what is wrong with it. */
export function readFooter(record: object): JournalFooter | string {
  return recordOf(record, shape);
}
