import type { LoadProfile } from '../profile/profile.js';

/**
 * What the figures of a run must not be taken for. In the closed model an API that is slow is asked less often, so that the
 * orders which would have met its worst moments are never sent; null for the open model, where they are.
 */
export function modelCaveat(model: LoadProfile['model']): string | null {
  return model === 'closed' ? 'closed model: latency under saturation, not a service level' : null;
}
