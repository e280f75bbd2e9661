import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TimerClock } from '../clock.js';
import { stopFile } from '../run/stop-file.js';

/** How often it is looked for. */
const everyMs = 250;

/** Someone may end a whole search by a file in its folder, as a run by one in its own. */
export interface StopFileWatch {
  /** Aborted when the file is there. */
  readonly signal: AbortSignal;
  close(): void;
}

export function watchStopFile(folder: string, clock: TimerClock): StopFileWatch {
  const found = new AbortController();
  let callOff: () => void = () => {};
  const look = (): void => {
    if (existsSync(join(folder, stopFile))) found.abort(stopFile);
    else callOff = clock.after(everyMs, look);
  };
  look();
  return { signal: found.signal, close: () => callOff() };
}
