// Reads a journal cut at every byte behind its header, and prints which cuts gave anything but the events of the whole lines.
// The journal itself stays as it is.
import { closeSync, copyFileSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import { readJournal } from '../../dist/journal/read-journal.js';

const [whole = ''] = process.argv.slice(2);
const file = `${whole}.cut`;
copyFileSync(whole, file);

const originals = [];
readJournal(whole, { event: (event) => originals.push(event) });
const ends = [];
for (const [at, byte] of readFileSync(whole).entries()) if (byte === 10) ends.push(at + 1);

/** What is wrong with reading the first `bytes` bytes, of which `lines` lines are whole; null when nothing is. */
function fault(bytes, lines) {
  let read = 0;
  let strangers = 0;
  const reading = readJournal(file, {
    event(event) {
      const original = originals[read];
      if (event.atMs !== original?.atMs || event.kind !== original.kind) strangers += 1;
      read += 1;
    },
  });
  const intactBytes = ends[lines - 1];
  const isRight = read === lines - 1 && strangers === 0 && reading.intactBytes === intactBytes;
  const isCutRight = (reading.cut?.bytes ?? 0) === bytes - intactBytes && reading.skipped.length === 0;
  return isRight && isCutRight ? null : `cut at ${bytes}: ${read} events, ${strangers} wrong ones`;
}

const descriptor = openSync(file, 'r+');
const wrong = [];
let cuts = 0;
let lines = ends.length;
for (let bytes = ends.at(-1); bytes >= ends[0]; bytes -= 1) {
  ftruncateSync(descriptor, bytes);
  while (ends[lines - 1] > bytes) lines -= 1;
  const found = fault(bytes, lines);
  if (found !== null) wrong.push(found);
  cuts += 1;
}
closeSync(descriptor);
process.stdout.write(JSON.stringify({ cuts, wrong }));
