// What several measures need of processes beside their own.
import { execFileSync } from 'node:child_process';

export const megabytes = (bytes) => Math.round(bytes / 1e5) / 10;

/** The resident memory of a Node process that has loaded nothing, in bytes. */
export function emptyProcessBytes() {
  return Number(execFileSync(process.execPath, ['-p', 'process.memoryUsage().rss'], { encoding: 'utf8' }));
}

/** What a child says next; rejects when it ends without a word. */
export function messageOf(child) {
  return new Promise((resolve, reject) => {
    const said = (message) => {
      child.off('exit', ended);
      resolve(message);
    };
    const ended = (code) => {
      child.off('message', said);
      reject(new Error(`the measuring process ended with ${code}`));
    };
    child.once('message', said);
    child.once('exit', ended);
  });
}
