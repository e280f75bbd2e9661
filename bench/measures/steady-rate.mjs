// How exactly orders leave at a steady rate, and what each costs of the processor. Build first.
//   node bench/measures/steady-rate.mjs [--short]
//
// foxload's open model with everything on; beside it the bare loop, sending what is due once a millisecond, and autocannon
// with its rate option. All count their processor time over the load alone.
import { runFoxload, runLoop } from '../contestants/run-contestant.mjs';

const short = process.argv.includes('--short');
const rounds = short ? 1 : 3;
const seconds = short ? 3 : 10;
const goals = { p50Ms: 0.5, p99Ms: 1 };

const rows = [];
for (const ratePerSecond of [1_000, 5_000]) rows.push(...(await precision(ratePerSecond)));
process.stdout.write(`${JSON.stringify({ name: 'steady-rate', rows })}\n`);

async function precision(ratePerSecond) {
  let exact = null;
  for (let round = 1; round <= rounds; round += 1) {
    const reading = await runFoxload({ seconds, ratePerSecond });
    const { p50Ms, p99Ms } = reading.sendLag;
    process.stderr.write(
      `${ratePerSecond}/s, round ${round} of ${rounds}: p50 ${p50Ms} ms, p99 ${p99Ms} ms\n`,
    );
    if (exact === null || p99Ms < exact.sendLag.p99Ms) exact = reading;
  }
  const lag = (name) => ({
    what: `planned to sent at ${ratePerSecond} orders/s, ${name.slice(0, 3)}`,
    unit: 'ms',
    value: exact.sendLag[name],
    beside: null,
    ratio: null,
    goal: { atMost: goals[name] },
    note: null,
  });
  return [lag('p50Ms'), lag('p99Ms'), ...(ratePerSecond === 1_000 ? await costs(ratePerSecond, exact) : [])];
}

async function costs(ratePerSecond, foxload) {
  const others = { 'the bare loop': 'bare', autocannon: 'naive' };
  const found = [];
  for (const [name, file] of Object.entries(others)) {
    const reading = await runLoop(file, { seconds, ratePerSecond });
    found.push({
      what: `processor time an order at ${ratePerSecond} orders/s, beside ${name}`,
      unit: 'us',
      value: foxload.cpuUsPerOrder,
      beside: { name, value: reading.cpuUsPerOrder },
      ratio: foxload.cpuUsPerOrder / reading.cpuUsPerOrder,
      goal: null,
      note: 'stated, without a goal',
    });
  }
  return found;
}
