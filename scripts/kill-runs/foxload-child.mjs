import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** Everybody's credentials: the runs', their resumes' and the simulators'. */
export const apiKey = 'kill-runs-api-key';
const env = {
  PATH: process.env.PATH,
  FOXRELOAD_API_KEY: apiKey,
  FOXRELOAD_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 9).toString('base64')}`,
};

/** None of them outlives this process, however it ends. */
const running = new Set();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts foxload. `ended` tells how it ended, and what it said; `says` settles when it has said something like `pattern`. */
export function startFoxload(args) {
  const child = spawn(process.execPath, [cli, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  child.once('close', () => running.delete(child));
  const told = { stdout: '', stderr: '' };
  const watchers = [];
  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8').on('data', (text) => {
      told[stream] += text;
      for (const watch of watchers) watch();
    });
  }
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, ...told }));
  });
  const says = (pattern) =>
    new Promise((resolve) => {
      const look = () => {
        const found = pattern.exec(told.stdout) ?? pattern.exec(told.stderr);
        if (found !== null) resolve(found[0]);
      };
      watchers.push(look);
      look();
      void ended.then(() => resolve(null));
    });
  return { child, ended, says };
}

/** Kills with SIGKILL `ms` from now; a process that ends before is let be. Gives how it ended. */
export async function killAfter({ child, ended }, ms) {
  const timer = setTimeout(() => child.kill('SIGKILL'), ms);
  const end = await ended;
  clearTimeout(timer);
  return end;
}
