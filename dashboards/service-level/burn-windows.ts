import type { Objective } from '../../src/profile/objective.js';

const dayMs = 86_400_000;

/** Over which times the burn rate of an objective is shown, from the sharpest to the calmest; none is as long as its period. */
export function burnWindows({ periodMs }: Objective): readonly string[] {
  const windows: readonly [string, number][] = [
    ['5m', dayMs / 288],
    ['1h', dayMs / 24],
    ['6h', dayMs / 4],
    ['1d', dayMs],
    ['3d', 3 * dayMs],
  ];
  return windows.filter(([, windowMs]) => windowMs * 7 <= periodMs).map(([name]) => name);
}
