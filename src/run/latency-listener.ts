import type { RunLatency } from '../latency/run-latency.js';
import type { TrackerListener } from '../tracker/tracker-listener.js';

/** Joins the tracker to the histograms: which of an order's instants make which latency. */
export function latencyListener(latency: RunLatency): TrackerListener {
  return {
    sent(lagMs) {
      latency.recordSendLag(lagMs);
    },
    answered({ sentMs, answeredMs, status }) {
      // Without an answer there is no answer time: such calls are counted as errored, not as fast or slow.
      if (status !== null) latency.recordAnswer(answeredMs - sentMs);
    },
    decided({ outcome, decidedMs, plannedMs, sentMs }) {
      if (outcome === 'delivered')
        latency.recordDelivery(decidedMs, decidedMs - plannedMs, decidedMs - sentMs);
      else if (outcome !== 'failed') latency.recordUndelivered(decidedMs);
    },
    ended(openOrders, atMs) {
      // A run that was cut short must not look faster for it: what is open counts as late.
      if (openOrders > 0) latency.recordUndelivered(atMs, openOrders);
    },
  };
}
