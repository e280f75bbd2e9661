import { failureReasonOf } from '../../src/contract/failure-reason.js';
import { imbalances } from '../../src/tracker/ledger.js';
import type { OrderStory } from './order-story.js';
import type { SimulatedRun } from './simulated-run.js';

/** Where the harness's word on orders is not the truth. */
export function orderFindings(run: SimulatedRun, stories: readonly OrderStory[]): string[] {
  const { counters } = run.measurement.tracker;
  const { book } = run.simulation;
  const found = imbalances(counters);
  if (run.settledMs === null) found.push('the run did not settle');
  const open = counters.open.pending + counters.open.reserved + counters.open.processing;
  if (open > 0 && run.scenario.stop?.how !== 'leave') found.push(`${open} orders were left open`);
  if (counters.planned !== stories.length)
    found.push(`${counters.planned} planned, ${stories.length} stories`);
  const mayForget = run.scenario.profile.sandbox.api.forget_key !== undefined;
  const doubled = book.keysWithSeveralOrders;
  if (!mayForget && doubled > 0) found.push(`${doubled} keys have several orders`);
  if (counters.ordersDoubled > doubled)
    found.push(`${counters.ordersDoubled} orders called doubled of ${doubled}`);
  const keys = new Set(stories.map(({ key }) => key));
  for (const order of book.all())
    if (order.key === null || !keys.has(order.key)) found.push(`order ${order.number} has a key of nobody`);
  for (const violation of counters.violations.keys())
    if (violation.endsWith('backward') || violation.includes('reused'))
      found.push(`the API was said to break its law: ${violation}`);
  return [
    ...found,
    ...stories.flatMap((story) => storyFindings(run, story).map((what) => `order ${story.seq}: ${what}`)),
  ];
}

function storyFindings(run: SimulatedRun, story: OrderStory): string[] {
  const { ends, sent, decided, real, accepted } = story;
  const end = ends[0]?.kind;
  const found: string[] = [];
  if (ends.length !== 1) found.push(`ended ${ends.length} times: ${ends.map(({ kind }) => kind)}`);
  if (sent !== (end === 'dropped' ? 0 : 1)) found.push(`${end}, and sent ${sent} times`);
  // An API that forgets keys may refuse an order that it has made under the same key.
  const mayBeReal = end === 'refused' && run.scenario.profile.sandbox.api.forget_key !== undefined;
  if ((end === 'dropped' || end === 'refused') && real.length > 0 && !mayBeReal)
    found.push(`${end}, but the API has it`);
  if (decided.length > (accepted === null ? 0 : 1)) found.push(`decided ${decided.length} times`);
  if (accepted !== null) found.push(...acceptedFindings(run, story, accepted.orderId));
  return found;
}

function acceptedFindings({ simulation }: SimulatedRun, story: OrderStory, orderId: string): string[] {
  const order = simulation.find(orderId);
  const decided = story.decided[0];
  if (order === undefined || order.key !== story.key)
    return [`accepted as ${orderId}, which is not its order`];
  // What somebody who holds the secret lied about can't be known.
  if (decided === undefined || (decided.via === 'webhook' && story.news?.variant === 'false_news')) return [];
  const { outcome, reason } = decided;
  const isDelivered = order.state === 'delivered' || order.state === 'refunded';
  if ((outcome === 'delivered' || outcome === 'lost') && !isDelivered)
    return [`${outcome}, but the API says ${order.state}`];
  if (outcome !== 'failed') return [];
  if (order.state !== 'failed') return [`failed, but the API says ${order.state}`];
  const told = simulation.told(order).failureReason;
  const wanted = told === null ? null : failureReasonOf(told);
  return reason === wanted ? [] : [`failed for ${reason}, but the API says ${wanted}`];
}
