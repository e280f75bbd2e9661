import type { Change, Comparison, MetricComparison } from './comparison.js';

/** The result of a comparison over all of its metrics, with its reasons: what is worse first. */
export function comparisonResult(
  metrics: readonly MetricComparison[],
): Pick<Comparison, 'result' | 'reasons'> {
  const named = (change: Change) =>
    metrics.filter(({ result }) => result === change).map(({ metric }) => metric);
  const worse = named('worse');
  const open = named('undecided');
  const sentences = [
    ...sentence(worse, 'worse by more than the margin'),
    ...sentence(named('better'), 'better by more than the margin'),
    ...sentence(named('no change'), 'within the margin'),
    ...sentence(open, 'undecided, more orders or more runs would tell'),
  ];
  if (worse.length > 0) return { result: 'worse', reasons: sentences };
  // That answers are as fast as before, or nothing was refused, is no evidence on when orders are done.
  const onDelivery = metrics.filter(({ metric }) => metric.startsWith('delivery.'));
  const isOpen = onDelivery.every(({ result }) => result === 'undecided');
  return { result: isOpen ? 'inconclusive' : 'not worse', reasons: sentences };
}

function sentence(names: readonly string[], what: string): string[] {
  return names.length === 0 ? [] : [`${what}: ${names.join(', ')}`];
}
