/** A file whose lines are not the events of a watched service. */
export class EventsError extends Error {
  /** `why`: what is wrong with the first line that could not be read, to follow its subject. */
  constructor(path: string, why: string) {
    super(`${path}: a line ${why}; wanted a file that foxload/live writes for its option events`);
    this.name = 'EventsError';
  }
}
