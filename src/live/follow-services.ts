import { randomBytes } from 'node:crypto';
import { type Clock, longLivedClock } from '../clock.js';
import type { ExporterSource } from '../exporter/exporter-source.js';
import { type Objective, parseObjective } from '../profile/objective.js';
import { EventsError } from './events-error.js';
import type { EventsHeader } from './events-header.js';
import { FollowedEvents } from './followed-events.js';
import { liveLimits } from './live-limits.js';
import { LiveMeasurement } from './live-measurement.js';
import { liveSource } from './live-source.js';

/** Services that are followed, as one. */
export interface FollowedServices {
  /** What the first of them says of itself. */
  readonly header: EventsHeader;
  readonly source: ExporterSource;
  /** Lines that could not be read. */
  damaged(): number;
  /** Takes what has come and lets time pass; to be called some times a second. Throws when a file can't be read. */
  read(): void;
  close(): void;
}

/**
 * Follows the events files of one service's processes: what one of them orders and another one has the webhook of comes together here,
 * and outlives each of them. Null while none of the files says what it is: to be tried again later.
 *
 * @throws {NodeJS.ErrnoException} when a file is there and can't be read
 * @throws {EventsError} when a file has lines, and they are something else
 */
export function followServices(
  paths: readonly string[],
  clock: Clock = longLivedClock,
): FollowedServices | null {
  const header = firstHeader(paths, clock);
  if (header === null) return null;
  const { deadlineMs, name, dialect } = header;
  const measurement = new LiveMeasurement({ clock, deadlineMs, objectives: readable(header.objectives) });
  let planned = 0;
  const parts = {
    clock,
    header: () => {},
    emit: measurement.take.bind(measurement),
    nextSeq: () => planned++,
  };
  const files = paths.map((path) => new FollowedEvents(path, parts));
  const id = `watch-${randomBytes(4).toString('hex')}`;
  const about = { id, name, dialect, maxInFlight: liveLimits.maxInFlight };
  return {
    header,
    source: liveSource({ clock, measurement, ...about }),
    damaged: () => files.reduce((sum, file) => sum + file.damaged, 0),
    read() {
      for (const file of files) file.read();
      measurement.tick(clock.nowMs());
    },
    close() {
      for (const file of files) file.close();
      measurement.close(clock.nowMs());
    },
  };
}

/** What the first file that has a header says. */
function firstHeader(paths: readonly string[], clock: Clock): EventsHeader | null {
  const found: EventsHeader[] = [];
  for (const path of paths) {
    const parts = {
      clock,
      header: (each: EventsHeader) => found.push(each),
      emit: () => {},
      nextSeq: () => 0,
    };
    const file = new FollowedEvents(path, parts);
    file.read();
    file.close();
    if (found.length > 0) break;
    if (file.firstDamage !== null) throw new EventsError(path, file.firstDamage);
  }
  // The newest process knows best what is promised now.
  return found.at(-1) ?? null;
}

/** The objectives that this version can read. */
function readable(texts: readonly string[]): Objective[] {
  return texts.flatMap((text) => {
    try {
      return [parseObjective(text)];
    } catch {
      return [];
    }
  });
}
