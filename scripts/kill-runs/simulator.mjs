import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../free-port.mjs';
import { startFoxload } from './foxload-child.mjs';
import { faultyApi } from './kill-plan.mjs';

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
