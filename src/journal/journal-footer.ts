import { isListOf, isNumber, isText, orNull, type RecordShape, recordOf } from './record-shape.js';

/** How the machine that measured fared itself, by the names of the run's result. */
export interface JournalledGenerator {
  readonly loopDelayP99Ms: number;
  readonly cpuRatio: number;
  readonly receiverP99Ms: number | null;
}

/** What the end of a run knew besides its events. A run that was killed has none. */
export interface JournalFooter {
  /** ISO 8601. */
  readonly endedAt: string;
  /** The signal's name; null for a run that ended by itself. */
  readonly interruptedBy: string | null;
  /** What broke on our side, a sentence each. */
  readonly troubles: readonly string[];
  readonly idempotencyViolations: number;
  readonly generator: JournalledGenerator;
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

const shape: RecordShape<JournalFooter> = {
  endedAt: isText,
  interruptedBy: orNull(isText),
  troubles: isListOf(isText),
  idempotencyViolations: isNumber,
  generator: [
    'loopDelayP99Ms, cpuRatio and receiverP99Ms',
    (value) =>
      typeof value === 'object' && value !== null && typeof recordOf(value, generatorShape) !== 'string',
  ],
};

/** The footer from the record of a line of the kind `closed`, or one sentence on what is wrong with it. */
export function readFooter(record: object): JournalFooter | string {
  return recordOf(record, shape);
}
