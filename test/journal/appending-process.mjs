// Appends events to a new journal, and says on standard output of each when it is durable, then of the failure if one
// comes. Arguments: file, mode, how many events.
import { writeSync } from 'node:fs';
import { monotonicClock } from '../../dist/clock.js';
import { createJournal } from '../../dist/journal/open-journal.js';

const [file = '', mode = 'group', count = '0'] = process.argv.slice(2);

const header = {
  run: 'run-1',
  startedAt: '2026-05-18T10:24:00.000Z',
  profile: 'demo',
  profileSha256: '00',
  seed: 7,
  keyId: '00000000',
  environment: 'embedded',
  deadlineMs: 300_000,
  wallOriginMs: 0,
  pricesCents: null,
  spendLimitCents: null,
  target: 'http://127.0.0.1:4010',
  webhookUrl: 'http://127.0.0.1:8787/webhooks',
};

/** At once, so that it is out whatever happens next. */
function say(word) {
  writeSync(1, `${word}\n`);
}

let isFailed = false;
const failed = (error) => {
  isFailed = true;
  say(`failed ${error.code ?? error.message}`);
};
const journal = await createJournal(file, { mode, clock: monotonicClock, failed });
journal.begin(header);
for (let seq = 0; seq < Number(count) && !isFailed; seq += 1) {
  journal.append({ kind: 'sent', atMs: seq, seq });
  const durable = journal.durable().then((safe) => safe && say(seq));
  // Some of them one by one, most of them many at a time.
  if (seq % 50 === 0) await durable;
  if (mode === 'process') await new Promise((resolve) => setImmediate(resolve));
}
say(`durable ${await journal.durable()}`);
say(`closed ${await journal.close()}`);
