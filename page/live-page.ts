import type { ShownLive } from '../src/live-page/shown-live.js';
import { byId } from './by-id.js';
import { listenToRun } from './live-events.js';
import { LiveView } from './live-view.js';

/** Where the events of the run come from, seen from the page: a proxy may have put both below a path of its own. */
const eventsPath = 'live/events';

const view = new LiveView(JSON.parse(byId('data').textContent ?? '') as ShownLive);
listenToRun(eventsPath, view);
