import { parseDuration } from './duration.js';
import type { Finding } from './finding.js';
import { mismatch } from './issue-findings.js';
import { type Objective, parseObjective } from './objective.js';
import { ObjectiveError } from './objective-error.js';
import { profileDefaults } from './profile-defaults.js';
import { type ProfilePath, valueAt } from './profile-path.js';

/**
 * Where an objective can't be told from another, or lies beyond the deadline. Reads the unchecked value, so that these are found
 * together with mistakes elsewhere.
 */
export function objectiveFindings(root: unknown): Finding[] {
  const entries = valueAt(root, ['objectives']);
  if (!Array.isArray(entries)) return [];
  const seen = new Set<string>();
  return entries.flatMap((text: unknown, index) => {
    const objective = objectiveIn(text);
    if (objective === null) return [];
    const path = ['objectives', index];
    const wanted = seen.has(objective.name)
      ? 'an objective with a threshold of its own, because one before it has the same'
      : unseen(root, objective);
    seen.add(objective.name);
    return wanted === null ? [] : [mismatch(path satisfies ProfilePath, text, wanted)];
  });
}

/** What would have been right instead of a time that no delivery can have. */
function unseen(root: unknown, { withinMs }: Objective): string | null {
  const deadline = valueAt(root, ['deadline']) ?? profileDefaults.deadline;
  const deadlineMs = typeof deadline === 'string' ? parseDuration(deadline) : null;
  if (withinMs === null || deadlineMs === null || withinMs <= deadlineMs) return null;
  return `at most the deadline of ${String(deadline)}, because no later delivery counts as one`;
}

/** Null where it can't be read, which has a finding of its own. */
function objectiveIn(text: unknown): Objective | null {
  if (typeof text !== 'string') return null;
  try {
    return parseObjective(text);
  } catch (error) {
    if (error instanceof ObjectiveError) return null;
    throw error;
  }
}
