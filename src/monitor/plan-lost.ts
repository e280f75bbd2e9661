import { wholeMicroseconds } from '../clock.js';
import { canaryGapMs } from './canary-gap.js';
import type { Monitor } from './monitor.js';
import type { ReplayedSegment } from './segment-replay.js';

/**
 * Plans the newest order of a killed process, where the line that planned it was lost: its intent was safe, so it may have left. To
 * be done before anything else, because a new segment tells only of orders that were planned.
 */
export function planLost(
  { profile, fold, take, clock }: Monitor,
  { plannedEnd, intendedEnd, lastPlannedMs }: ReplayedSegment,
): void {
  for (let seq = plannedEnd; seq < intendedEnd; seq += 1) {
    const dueMs = (lastPlannedMs ?? clock.nowMs()) + canaryGapMs(profile.monitor, profile.load.seed, seq);
    const atMs = wholeMicroseconds(Math.min(dueMs, clock.nowMs()));
    take({ kind: 'planned', atMs, seq, sku: fold.mix.skuOf(seq), stage: 0 });
  }
}
