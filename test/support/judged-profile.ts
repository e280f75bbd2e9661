import type { Profile } from '../../src/profile/profile.js';
import { readProfile } from '../../src/profile/read-profile.js';
import type { JudgedProfile } from '../../src/run/judged-profile.js';

/** A profile without budgets and objectives, as a run's figures are kept by it: one SKU, one stage. */
export function judgedProfile(deadlineMs: number): JudgedProfile & Pick<Profile, 'objectives'> {
  const text = 'name: plain\nload: { stages: [ { rate: 5/s, for: 1s } ] }\norders: [ { sku: a } ]\n';
  return { ...readProfile(text, 'plain.yaml'), deadlineMs };
}
