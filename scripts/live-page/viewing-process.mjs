// Looks at a live page over so many connections, and reads whatever comes: `fork('viewing-process.mjs', [address, viewers])`. Tells how
// many readings each of them heard when it is asked.
import { get } from 'node:http';

const [events, viewers] = process.argv.slice(2);
const heard = Array.from({ length: Number(viewers) }, () => 0);
const connected = heard.map((_, viewer) => {
  return new Promise((resolve, reject) => {
    get(events, { agent: false }, (response) => {
      response.setEncoding('utf8').on('data', (text) => {
        heard[viewer] += text.split('event: reading').length - 1;
      });
      resolve();
    }).on('error', reject);
  });
});
await Promise.all(connected);
process.send('connected');
process.on('message', () => process.send(heard.length === 0 ? 0 : Math.min(...heard)));
process.once('disconnect', () => process.exit());
