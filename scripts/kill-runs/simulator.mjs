import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { startFoxload } from './foxload-child.mjs';
import { faultyApi } from './kill-plan.mjs';

/**
 * A port that nobody listened on a moment ago. Below those that systems give to whoever asks for any: so nobody else gets it while its
 * process is restarted.
 */
export async function freePort() {
  for (;;) {
    const port = randomInt(10_000, 32_000);
    const server = createServer();
    const listening = once(server, 'listening').then(
      () => true,
      () => false,
    );
    server.listen(port, '127.0.0.1');
    if (!(await listening)) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

/** A simulator in a process of its own, for one run after the other; `faults` is a profile with its knobs. */
export async function startSimulator(folder, dialect, seed, faults = faultyApi) {
  const profile = join(folder, 'faulty-api.yaml');
  writeFileSync(profile, JSON.stringify(faults));
  const listen = `127.0.0.1:${await freePort()}`;
  const args = ['sandbox', '--port', '0', '--dialect', dialect, '--profile', profile, '--seed', String(seed)];
  const simulator = startFoxload([...args, '--webhook-url', `http://${listen}/webhooks`]);
  const url = await simulator.says(/http:\/\/127\.0\.0\.1:\d+(?=\n)/);
  if (url === null) throw new Error(`the simulator ended: ${(await simulator.ended).stderr}`);
  return {
    url,
    dialect,
    listen,
    books: async () => (await fetch(`${url}/sandbox/ledger?orders=1`)).json(),
    stop: () => {
      simulator.child.kill('SIGTERM');
      return simulator.ended;
    },
  };
}
