import type { LiveReading } from '../src/live-page/live-reading.js';
import type { ShownLive } from '../src/live-page/shown-live.js';

/** What a page is told of the run that it shows. */
export interface LiveListener {
  /** Connected: this is how things stand. */
  state(shown: ShownLive): void;
  reading(reading: LiveReading): void;
  /** foxload has said that it leaves. */
  ended(): void;
  /** Nothing comes any more, and foxload has not said why. */
  lost(): void;
}

/** A reading comes every second. After this long without one the connection is taken for dead, be it open or not, in milliseconds. */
const silenceMs = 5_000;
/** How long to wait before another attempt, where the browser makes none by itself, in milliseconds. */
const retryMs = 2_000;

/** Listens to the events of a run for as long as the page is open, whatever comes between. */
export function listenToRun(path: string, listener: LiveListener): void {
  const source = new EventSource(path);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = (): void => {
    clearTimeout(timer);
    source.close();
    timer = setTimeout(() => listenToRun(path, listener), retryMs);
  };
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      listener.lost();
      again();
    }, silenceMs);
  };
  const on = (event: string, act: (data: string) => void): void =>
    source.addEventListener(event, (message) => {
      heard();
      act((message as MessageEvent<string>).data);
    });
  on('state', (data) => listener.state(JSON.parse(data) as ShownLive));
  on('reading', (data) => listener.reading(JSON.parse(data) as LiveReading));
  on('end', () => {
    listener.ended();
    again();
  });
  source.addEventListener('error', () => {
    listener.lost();
    again();
  });
  heard();
}
