import { lastWords } from './run-story.mjs';

const cents = (usd) => Math.round(usd * 100);

/** The books once every refund that is under way was made; refunds take 3.6 s at this speed. */
export async function settledBooks(simulator, stories) {
  const promisedCents = stories.reduce((sum, { report }) => sum + netCents(report), 0);
  for (let tries = 0; ; tries += 1) {
    const books = await simulator.books();
    const netOfBooks = cents(books.debits_usd) - cents(books.refunds_usd);
    if (netOfBooks === promisedCents || tries === 50) return books;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Compares the simulator's books with what foxload says of each run. Gives the sums over all runs. */
export function compareBooks(books, stories) {
  const sums = {
    orders: 0,
    doubles: books.keys_with_several_orders,
    strangers: 0,
    centsOff: 0,
    unaccounted: 0,
  };
  const owners = new Map();
  for (const story of stories)
    if (story.run !== null) for (const key of story.run.seqOfKey.keys()) owners.set(key, story);
  const ordersOf = new Map(stories.map((story) => [story, []]));
  for (const order of books.orders) {
    const story = owners.get(order.idempotency_key);
    if (story === undefined) sums.strangers += 1;
    else ordersOf.get(story).push(order);
    if (order.debits > 1) sums.doubles += 1;
  }
  for (const [story, orders] of ordersOf) compareRun(story, orders, sums);
  return sums;
}

function compareRun({ run, plan, report, problems }, orders, sums) {
  sums.orders += orders.length;
  if (report === null) {
    if (orders.length > 0) problems.push(`${orders.length} orders were made by a run that never began`);
    sums.unaccounted += orders.length;
    return;
  }
  const { words, ids } = lastWords(run.folder);
  for (const { idempotency_key: key, order_id: id } of orders) {
    const seq = run.seqOfKey.get(key);
    if (words.get(seq) === 'accepted' && ids.get(seq) === id) continue;
    sums.unaccounted += 1;
    problems.push(`order ${seq} (${id}) was made, and foxload calls it ${words.get(seq) ?? 'never sent'}`);
  }
  if (report.ledger.accepted !== orders.length) {
    sums.unaccounted += Math.abs(report.ledger.accepted - orders.length);
    problems.push(`foxload knows ${report.ledger.accepted} accepted orders, the API ${orders.length}`);
  }
  const sum = (what) => orders.reduce((total, order) => total + order[what], 0);
  const debited = sum('debited_cents');
  const off = Math.abs(debited - sum('refunded_cents') - netCents(report));
  if (off > 0) problems.push(`foxload and the API are ${off} cents apart`);
  const over = Math.max(0, debited - plan.spendUsd * 100);
  if (over > 0) problems.push(`the spend limit was passed by ${over} cents`);
  sums.centsOff += off + over;
}

function netCents(report) {
  return report === null ? 0 : cents(report.spend.debitedUsd) - cents(report.spend.refundedUsd);
}
