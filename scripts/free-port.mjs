import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems give to whoever asks for any: what is found here is not given to somebody else meanwhile. */
const lowest = 10_000;
const end = 32_000;
/** Each process goes up from a place of its own, so that no port is given twice while its first asker has yet to listen. */
let next = randomInt(lowest, end);

/** A port of this machine that nobody listened on a moment ago, and that stays free while its process is restarted. */
export async function freePort() {
  for (;;) {
    const port = next;
    next = port + 1 < end ? port + 1 : lowest;
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
