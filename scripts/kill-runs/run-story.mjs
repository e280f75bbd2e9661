import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJournal } from '../../dist/journal/read-journal.js';
import { orderKey, runSecret } from '../../dist/load/order-keys.js';
import { scheduledOrders } from '../../dist/load/scheduled-orders.js';
import { readProfile } from '../../dist/profile/read-profile.js';
import { apiKey } from './foxload-child.mjs';

/** The one run in a folder of reports: its id, its folder, and the number of each of its keys; null when there is none. */
export function runIn(reports) {
  const id = existsSync(reports) ? readdirSync(reports).find((name) => name !== 'latest') : undefined;
  if (id === undefined) return null;
  const folder = join(reports, id);
  if (!existsSync(join(folder, 'profile.yaml'))) return null;
  const source = readFileSync(join(folder, 'profile.yaml'), 'utf8');
  if (source === '') return null;
  const profile = readProfile(source, 'profile.yaml');
  const secret = runSecret(apiKey, id);
  const seqOfKey = new Map();
  for (const { seq } of scheduledOrders(profile)) seqOfKey.set(orderKey(secret, seq), seq);
  return { id, folder, profile, seqOfKey };
}

const ends = new Set(['accepted', 'refused', 'errored', 'in_doubt', 'dropped']);

/** What the journal said last of each order, read as simply as can be; null where there is no journal. */
export function lastWords(folder) {
  const words = new Map();
  const ids = new Map();
  let intents = 0;
  try {
    readJournal(join(folder, 'orders.ndjson'), {
      event(event) {
        if (event.kind === 'intent') intents += 1;
        if (ends.has(event.kind)) words.set(event.seq, event.kind);
        if (event.kind === 'accepted') ids.set(event.seq, event.orderId);
      },
    });
  } catch (error) {
    if (error.name === 'JournalError') return null;
    throw error;
  }
  return { words, ids, intents };
}

const classes = [
  'delivered',
  'failed',
  "delivered by the API's word",
  'not decided by their deadline',
  'refused',
  'due, and dropped',
  'never sent',
  'still open',
  'in doubt',
];

/** The classes that `foxload resume` printed: their sum, and those that are not settled. */
export function printedClasses(stdout) {
  const counts = classes.map((meaning) => {
    const row = stdout.split('\n').find((line) => line.replace(/^ +[\d,]+ +/, '').startsWith(meaning));
    const [, digits] = /^ +([\d,]+) {2}/.exec(row ?? '') ?? [];
    if (digits === undefined) throw new Error(`no line "${meaning}" in:\n${stdout}`);
    return Number(digits.replaceAll(',', ''));
  });
  const [open, inDoubt] = counts.slice(-2);
  return { total: counts.reduce((sum, count) => sum + count, 0), open, inDoubt };
}

export function reportOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
}
