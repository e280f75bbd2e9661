import { isListOf, isNumber, isText, type RecordShape, recordOf } from '../journal/record-shape.js';

/** The layout that this version writes and reads. */
export const eventsVersion = 1;

/** The first line of an events file, and of each process that goes on with it: what its events are to be read by. */
export interface EventsHeader {
  /** Tells the processes apart that wrote the file one after the other. */
  readonly session: string;
  /** What the service is called. */
  readonly name: string;
  readonly dialect: string;
  /** From an order's planned instant. */
  readonly deadlineMs: number;
  /** As the service declares them. */
  readonly objectives: readonly string[];
  /** Milliseconds since 1970 at the zero of the clock that all `atMs` are read from. */
  readonly wallOriginMs: number;
}

/** The header as its line holds it. */
export interface EventsHeaderLine extends EventsHeader {
  readonly kind: 'service';
  readonly events: typeof eventsVersion;
}

const shape: RecordShape<EventsHeader> = {
  session: isText,
  name: isText,
  dialect: isText,
  deadlineMs: isNumber,
  objectives: isListOf(isText),
  wallOriginMs: isNumber,
};

/** Whether a record is a header, of whatever version. */
export function isEventsHeader(record: object): boolean {
  return 'kind' in record && record.kind === 'service';
}

/** The header from a record of the kind `service`, or one sentence on what is wrong with it. */
export function readEventsHeader(record: object): EventsHeader | string {
  const version = 'events' in record ? record.events : undefined;
  if (version !== eventsVersion) return `has the version ${JSON.stringify(version)}; wanted ${eventsVersion}`;
  return recordOf(record, shape);
}
