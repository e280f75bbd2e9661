import { isBalanced } from '../../src/sandbox/ledger.js';
import type { OrderStory } from './order-story.js';
import { priceCents } from './scenario.js';
import type { SimulatedRun } from './simulated-run.js';

/** Where money is not where both sides say it is, to the cent. */
export function moneyFindings(run: SimulatedRun, stories: readonly OrderStory[]): string[] {
  const { ledger, book } = run.simulation;
  const totals = ledger.totals();
  const { spend } = run;
  const found: string[] = [];
  if (!isBalanced(totals, book.all())) found.push('the books of the API are out of balance');
  if (totals.heldCents !== 0) found.push(`${totals.heldCents} cents are held for ever`);
  const { limitCents, committedCents } = spend;
  const mayForget = run.scenario.profile.sandbox.api.forget_key !== undefined;
  if (limitCents !== null && committedCents > limitCents)
    found.push(`${committedCents} committed of ${limitCents}`);
  if (limitCents !== null && run.mostOutstandingCents > limitCents && !mayForget)
    found.push(
      `the limit is ${limitCents} cents, and ${run.mostOutstandingCents} were outstanding at the API`,
    );
  const claimedCents = sum(stories.map((story) => claimed(run, story)));
  const toldCents = spend.debitedCents - spend.refundedCents;
  if (toldCents !== claimedCents) found.push(`spent ${toldCents} cents, by its orders ${claimedCents}`);
  const realCents = sum(stories.map(real));
  const paidCents = totals.debitsCents - totals.refundsCents;
  if (realCents !== paidCents) found.push(`the API took ${paidCents} cents, ${realCents} for our orders`);
  return [...found, ...stories.flatMap((story) => differences(run, story))];
}

/** What the harness says that this order cost in the end. */
function claimed({ scenario }: SimulatedRun, { accepted, decided, planned }: OrderStory): number {
  const entry = scenario.profile.orders[planned.sku];
  if (accepted === null || entry === undefined || decided[0]?.outcome === 'failed') return 0;
  return priceCents(entry);
}

function real({ real }: OrderStory): number {
  return sum(real.map(({ debitedCents, refundedCents }) => debitedCents - refundedCents));
}

/** An order may only cost something else than was told where the harness says itself that it does not know its end. */
function differences(run: SimulatedRun, story: OrderStory): string[] {
  const { ends, decided, news, seq } = story;
  const [toldCents, realCents] = [claimed(run, story), real(story)];
  if (toldCents === realCents) return [];
  const outcome = decided[0]?.outcome;
  const mayForget = run.scenario.profile.sandbox.api.forget_key !== undefined;
  const isUnsure =
    ends[0]?.kind === 'errored' ||
    (ends[0]?.kind === 'refused' && mayForget) ||
    outcome === 'timed_out' ||
    (ends[0]?.kind === 'accepted' && outcome === undefined);
  const isPaidBackByHand = story.real.some(({ state, refunds }) => state !== 'failed' && refunds > 0);
  if (isUnsure || isPaidBackByHand || story.real.length > 1 || news?.variant === 'false_news') return [];
  return [`order ${seq}: ${outcome ?? ends[0]?.kind} at ${toldCents} cents, ${realCents} at the API`];
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
