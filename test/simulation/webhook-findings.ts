import { isAuthentic, type OrderStory } from './order-story.js';
import type { SimulatedRun } from './simulated-run.js';

/** Where the harness made something else of webhooks than they were. */
export function webhookFindings(
  { measurement, taken, scenario }: SimulatedRun,
  stories: readonly OrderStory[],
): string[] {
  const { counters } = measurement.tracker;
  const known = new Set(stories.map(({ accepted }) => accepted?.orderId));
  const authentic = taken.filter(isAuthentic);
  const expected: readonly [string, number, number][] = [
    ['received', counters.webhooksReceived, taken.length],
    [
      'forged',
      counters.webhooks.forged,
      taken.filter((one) => one.corrupted || one.variant === 'forged').length,
    ],
    [
      'malformed',
      counters.webhooks.malformed,
      taken.filter((one) => !one.corrupted && one.variant === 'malformed').length,
    ],
    ['orphan', counters.webhooks.orphan, authentic.filter(({ orderId }) => !known.has(orderId)).length],
    ['codes opened', counters.codes.opened, authentic.filter(({ state }) => state === 'delivered').length],
    ['codes failed', counters.codes.failed, 0],
  ];
  const miscounted = expected.flatMap(([what, counted, wanted]) =>
    counted === wanted ? [] : [`${what} webhooks: ${counted} counted, ${wanted} came`],
  );
  return [...miscounted, ...stories.flatMap((story) => decisionFindings(story, scenario.profile.deadlineMs))];
}

/** A final webhook in time decides its order, at its own stamp; without one nothing is delivered. */
function decisionFindings(
  { seq, planned, accepted, news, decided }: OrderStory,
  deadlineMs: number,
): string[] {
  if (accepted === null) return [];
  const end = decided[0];
  if (news === null || news.atMs > planned.atMs + deadlineMs) {
    return end?.outcome === 'delivered' ? [`order ${seq}: delivered without a webhook in time`] : [];
  }
  const outcome = news.state === 'failed' ? 'failed' : 'delivered';
  const isTold = end?.via === 'webhook' && end.outcome === outcome && end.decidedMs === news.atMs;
  return isTold
    ? []
    : [`order ${seq}: ${outcome} by a webhook at ${news.atMs}, but told ${JSON.stringify(end)}`];
}
