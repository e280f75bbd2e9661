// Webhooks a second into one endpoint, each verified and parsed: foxload's receiver, a bare node:http handler with the same
// check, and express. Build first.
//   node bench/measures/receiver.mjs [--short]
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { forkContest } from '../contestants/fork-contest.mjs';

const short = process.argv.includes('--short');
const rounds = short ? 3 : 5;
const webhooks = short ? 40_000 : 60_000;
const best = { express: null, bare: null, foxload: null };

for (let round = 1; round <= rounds; round += 1) {
  for (const name of Object.keys(best)) {
    const reading = await bombard(name);
    if (best[name] === null || reading.perSecond > best[name].perSecond) best[name] = reading;
    process.stderr.write(
      `round ${round} of ${rounds}, ${name}: ${Math.round(reading.perSecond)} webhooks/s, ${reading.cpuUs.toFixed(1)} us each\n`,
    );
  }
}
const beside = (name, of, atLeast) => ({
  what: `webhooks a second into the receiver, beside ${name}`,
  unit: '1/s',
  value: best.foxload.perSecond,
  beside: { name, value: of.perSecond },
  ratio: best.foxload.perSecond / of.perSecond,
  goal: { atLeast },
  note: null,
});
const rows = [beside('a bare node:http handler', best.bare, 0.9), beside('express', best.express, 2.5)];
process.stdout.write(`${JSON.stringify({ name: 'receiver', rows })}\n`);

async function bombard(name) {
  const receiver = forkContest(file(`../contestants/${name}-receiver.mjs`), [], 'contestant on one core');
  const [{ port }] = await once(receiver, 'message');
  const cannon = forkContest(file('../peers/webhook-cannon.mjs'), [String(port), String(webhooks)], 'peer');
  await once(cannon, 'message');
  const over = once(cannon, 'message');
  cannon.send('fire');
  const [{ perSecond }] = await over;
  const told = once(receiver, 'message');
  receiver.send({ count: webhooks });
  const [{ taken, cpuUs }] = await told;
  if (taken !== webhooks) throw new Error(`${name} took ${taken} of ${webhooks} webhooks`);
  const gone = [once(receiver, 'exit'), once(cannon, 'exit')];
  receiver.disconnect();
  cannon.disconnect();
  await Promise.all(gone);
  return { perSecond, cpuUs: (cpuUs.user + cpuUs.system) / taken };
}

function file(path) {
  return fileURLToPath(new URL(path, import.meta.url));
}
