import { generatorLimits } from '../run/generator-health.js';
import type { ExporterReading } from './exporter-source.js';

/** What the machine that measures can run short of. Past its limit (1) the first three make the measurement invalid. */
export type SaturatedResource = 'event_loop' | 'receiver' | 'send_lag' | 'in_flight' | 'cpu';

/** How near the generator is to each of its limits, over the run so far: 1 is there. */
export function saturationRatios({
  generator: { loopDelayP99Ms, receiverP99Ms, cpuRatio },
  sendLagP99Ms,
  inFlightRatio,
}: Pick<ExporterReading, 'generator' | 'sendLagP99Ms' | 'inFlightRatio'>): Readonly<
  Record<SaturatedResource, number>
> {
  return {
    event_loop: loopDelayP99Ms / generatorLimits.loopDelayP99Ms,
    receiver: (receiverP99Ms ?? 0) / generatorLimits.receiverP99Ms,
    send_lag: (sendLagP99Ms ?? 0) / generatorLimits.sendLagP99Ms,
    in_flight: inFlightRatio,
    cpu: cpuRatio,
  };
}

/** Whether the generator was at fault, so that the run is invalid: many orders in flight or a busy processor alone are no fault. */
export function isSaturated(ratios: Readonly<Record<SaturatedResource, number>>): boolean {
  const { event_loop, receiver, send_lag } = ratios;
  return [event_loop, receiver, send_lag].some((ratio) => ratio > 1);
}
