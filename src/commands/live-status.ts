import type { WriteStream } from 'node:tty';
import { statusText } from '../report/status-text.js';
import type { RunView } from '../run/run-view.js';

/** A terminal's line is drawn anew this often; elsewhere a line is printed less often, to keep logs short. */
const redrawMs = 500;
const printMs = 5_000;

/** Shows where a run stands until told to stop: one line drawn over and over on a terminal, plain lines elsewhere. */
export function showLiveStatus(view: RunView, output: NodeJS.WritableStream): () => void {
  const terminal = isTerminal(output) ? output : null;
  const everyMs = terminal ? redrawMs : printMs;
  let sentBefore = 0;
  const timer = setInterval(() => {
    const { sent } = view.tracker.counters;
    const text = statusText(view, ((sent - sentBefore) * 1000) / everyMs);
    sentBefore = sent;
    if (terminal) terminal.write(`\r\x1b[2K${text.slice(0, terminal.columns - 1)}`);
    else output.write(`${text}\n`);
  }, everyMs);
  return () => {
    clearInterval(timer);
    terminal?.write('\r\x1b[2K');
  };
}

function isTerminal(output: NodeJS.WritableStream): output is WriteStream {
  return 'isTTY' in output && output.isTTY === true;
}
