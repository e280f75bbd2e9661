import { publishedDelivery } from '../contract/order-timing.js';
import { normalQuantile } from './normal-quantile.js';

/** A healthy provider delivers in three quarters of the published times. */
export const healthyFactor = 0.75;

/** Gives the time from call to webhook, in milliseconds of the real API, for a uniform draw in (0, 1). */
export type DeliveryCurve = (uniform: number) => number;

/**
 * The curve that passes exactly through the published quantiles: ln t is interpolated in straight lines over the
 * normal score z, so each piece is log-normal and the whole is monotone. Below the median the first piece goes on;
 * above p99 the last one does, until the highest value cuts it.
 */
export function deliveryCurve(curve: 'healthy' | 'published'): DeliveryCurve {
  const factor = curve === 'healthy' ? healthyFactor : 1;
  const { p50Ms, p95Ms, p99Ms, maxMs } = publishedDelivery;
  const median = Math.log(p50Ms * factor);
  const bend = Math.log(p95Ms * factor);
  const top = Math.log(p99Ms * factor);
  const z95 = normalQuantile(0.95);
  const z99 = normalQuantile(0.99);
  const lowerSlope = (bend - median) / z95;
  const upperSlope = (top - bend) / (z99 - z95);
  return (uniform) => {
    const z = normalQuantile(uniform);
    const logMs = z <= z95 ? median + z * lowerSlope : bend + (z - z95) * upperSlope;
    return Math.min(Math.exp(logMs), maxMs * factor);
  };
}
