// Full loops a second: order, answer, signed webhook verified, latency recorded. Build first.
//   node bench/measures/full-loop.mjs [--short]
//
// Three contestants take turns against one lean API: the naive assembly, the bare loop, and foxload with everything on. The
// first two are closed loops. foxload's open model is offered a little more than the bare loop did; what it can't do is dropped and
// counted, and the loops that it closed are compared; once more with all its threads on one core. Then it is offered four fifths of those, which it has to do without
// dropping an order, without an invalid verdict and without being late. In short only the ratios are measured that have a goal.
import { runContestant } from '../contestants/run-contestant.mjs';
import { connections } from '../settings.mjs';

const short = process.argv.includes('--short');
const rounds = 5;
const seconds = short ? 2 : 4;
const comfortable = 0.8;
/**
 * What foxload is offered, as a share of the bare loop of the same round. The busier a process is, the more it does at each turn of its event
 * loop, and the less one order costs: so it has to be offered more than it can do.
 */
const offered = 1.1;
/**
 * Connections that the comfortable rate is offered over. An API that shares its core answers late for some milliseconds now and then, and an order that
 * finds every connection taken waits: that is no lateness of foxload's, and whoever wants such a rate gives it connections enough.
 */
const enoughConnections = 3 * connections;
/** Beyond this an order is dropped and counted: what is offered and can't be done must not pile up. */
const maxInFlight = 256;

const told = [];
for (let round = 1; round <= rounds; round += 1) {
  const naive = await runContestant('naive', { seconds, ratePerSecond: null });
  const bare = await runContestant('bare', { seconds, ratePerSecond: null });
  const foxload = await overloaded(Math.round(bare.perSecond * offered));
  const contest = { naive, bare, foxload };
  if (!short)
    contest.oneCore = await overloaded(Math.round(bare.perSecond * offered), 'contestant on one core');
  told.push(contest);
  const figures = Object.entries(contest).map(
    ([name, { perSecond, cpuUsPerOrder }]) =>
      `${name} ${Math.round(perSecond)}/s (${cpuUsPerOrder.toFixed(0)} us each)`,
  );
  process.stderr.write(`round ${round} of ${rounds}: ${figures.join(', ')}\n`);
}
/** Of the best round: a neighbour on the machine can only take speed away. */
const perSecond = (name) => Math.max(...told.map((round) => round[name].perSecond));
const eased = short ? null : await comfortably();
process.stdout.write(`${JSON.stringify({ name: 'full-loop', rows: rows() })}\n`);

async function overloaded(ratePerSecond, place = 'contestant') {
  const reading = await runContestant('foxload', { seconds, ratePerSecond, maxInFlight, place });
  const { ledger } = reading;
  if (!ledger.balanced || ledger.lost + ledger.open + ledger.timedOut + ledger.errored > 0)
    throw new Error(`orders were lost: ${JSON.stringify(ledger)}`);
  return reading;
}

/**
 * The lag is that of the best round: a neighbour on the machine who takes the core for a moment makes any generator late. Dropped orders and invalid
 * verdicts are those of all rounds.
 */
async function comfortably() {
  const ratePerSecond = Math.round(perSecond('foxload') * comfortable);
  let lagP99Ms = Number.POSITIVE_INFINITY;
  let dropped = 0;
  let invalid = 0;
  for (let round = 0; round < rounds; round += 1) {
    const reading = await runContestant('foxload', {
      seconds,
      ratePerSecond,
      connections: enoughConnections,
    });
    process.stderr.write(
      `at ${ratePerSecond}/s: send lag p99 ${reading.sendLag.p99Ms} ms, ${reading.verdict.result}\n`,
    );
    lagP99Ms = Math.min(lagP99Ms, reading.sendLag.p99Ms);
    dropped += reading.ledger.dropped;
    if (reading.verdict.result === 'invalid') invalid += 1;
  }
  return { ratePerSecond, lagP99Ms, dropped, invalid };
}

/** The best round of the one beside the best of the other; the note tells how the two compare round by round. */
function rows() {
  const beside = (name, contestant, what = 'everything on', own = 'foxload') => {
    const ratios = told.map((round) => round[own].perSecond / round[contestant].perSecond);
    return {
      what: `full loops a second, ${what}, beside ${name}`,
      unit: '1/s',
      value: perSecond(own),
      beside: { name, value: perSecond(contestant) },
      ratio: perSecond(own) / perSecond(contestant),
      note: `each the best of ${rounds} rounds; round by round ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}, median ${median(ratios).toFixed(2)}`,
    };
  };
  const at = (what, value, unit, atMost) => ({
    what: `${what} at 80 % of that rate (${eased.ratePerSecond}/s)`,
    unit,
    value,
    beside: null,
    ratio: null,
    goal: { atMost },
    note: null,
  });
  const withGoals = [
    { ...beside('the naive assembly', 'naive'), goal: { atLeast: 2.5 } },
    { ...beside('the bare loop', 'bare'), goal: { atLeast: 0.9 } },
  ];
  if (eased === null) return withGoals;
  return [
    ...withGoals,
    { ...beside('the bare loop', 'bare', 'everything on one core', 'oneCore'), goal: null },
    at('dropped orders', eased.dropped, 'orders', 0),
    at('invalid verdicts', eased.invalid, 'runs', 0),
    at('send lag p99', eased.lagP99Ms, 'ms', 2),
  ];
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
