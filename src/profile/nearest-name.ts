import { editDistance } from './edit-distance.js';

/** Longer names are compared by their beginning only: what a person mistyped is short. */
const maxNameLength = 60;

/**
 * The name that was probably meant, or null when none is near: one slip in three letters is forgiven, and case,
 * underscores and hyphens do not count. Of equally near names the first wins.
 */
export function nearestName(found: string, names: readonly string[]): string | null {
  const wanted = plain(found);
  let nearest: string | null = null;
  let nearestDistance = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const candidate = plain(name);
    const distance = editDistance(wanted, candidate);
    const forgiven = Math.max(1, Math.floor(Math.max(wanted.length, candidate.length) / 3));
    if (distance <= forgiven && distance < nearestDistance) {
      nearest = name;
      nearestDistance = distance;
    }
  }
  return nearest;
}

/** ` (did you mean poisson?)`, or nothing when no name is near. */
export function suggestion(found: string, names: readonly string[]): string {
  const nearest = nearestName(found, names);
  return nearest === null ? '' : ` (did you mean ${nearest}?)`;
}

function plain(name: string): string {
  return name.slice(0, maxNameLength).toLowerCase().replaceAll(/[_-]/g, '');
}
