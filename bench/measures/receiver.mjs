// Webhooks a second into one endpoint, each verified and parsed: foxload's receiver, a bare node:http handler with the same
// check, and express. All get warm, and take turns then. Build first.
//   node bench/measures/receiver.mjs [--short]
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { forkContest } from '../contestants/fork-contest.mjs';
import { mean, sideBySide } from '../side-by-side.mjs';

const short = process.argv.includes('--short');
const turns = short ? 12 : 32;
const turnMs = 500;
const warmUpMs = 4_000;

const contest = { express: [], bare: [], foxload: [] };
const receivers = {};
for (const name of Object.keys(contest)) receivers[name] = await enter(name);
for (const receiver of Object.values(receivers)) await receiver.take(warmUpMs);
for (let turn = 0; turn < turns; turn += 1) {
  for (const [name, readings] of Object.entries(contest))
    readings.push((await receivers[name].take(turnMs)).perSecond);
}
for (const [name, receiver] of Object.entries(receivers)) {
  await receiver.leave();
  process.stderr.write(`${name}, webhooks/s: ${contest[name].map(Math.round).join(', ')}\n`);
}
const beside = (name, other, atLeast) => ({
  what: `webhooks a second into the receiver, beside ${name}`,
  unit: '1/s',
  value: mean(contest.foxload),
  beside: { name, value: mean(other) },
  ...sideBySide(contest.foxload, other),
  goal: { atLeast },
});
const rows = [beside('a bare node:http handler', contest.bare, 0.9), beside('express', contest.express, 2.5)];
process.stdout.write(`${JSON.stringify({ name: 'receiver', rows })}\n`);

async function enter(name) {
  const receiver = forkContest(file(`../contestants/${name}-receiver.mjs`), [], 'contestant on one core');
  const [{ port }] = await once(receiver, 'message');
  const cannon = forkContest(file('../peers/webhook-cannon.mjs'), [String(port)], 'peer');
  await once(cannon, 'message');
  return {
    async take(forMs) {
      const told = once(cannon, 'message');
      cannon.send({ forMs });
      const [{ perSecond, answered }] = await told;
      const counted = once(receiver, 'message');
      receiver.send({ answered });
      const [{ taken }] = await counted;
      if (taken !== answered) throw new Error(`${name} took ${taken} of ${answered} webhooks`);
      return { perSecond };
    },
    async leave() {
      const gone = [once(receiver, 'exit'), once(cannon, 'exit')];
      receiver.disconnect();
      cannon.disconnect();
      await Promise.all(gone);
    },
  };
}

function file(path) {
  return fileURLToPath(new URL(path, import.meta.url));
}
