import type { z } from 'zod';
import type { Finding } from './finding.js';
import { suggestion } from './nearest-name.js';
import { type ProfilePath, valueAt } from './profile-path.js';
import { knownKeys } from './section.js';
import { showValue } from './show-value.js';

/** The findings behind one issue of the schema: one for each unknown key, otherwise one. `root` is what was checked. */
export function findingsOfIssue(issue: z.core.$ZodIssue, root: unknown): Finding[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey([...path, key], key, knownKeys(issue.message)));
  }
  if (issue.code === 'invalid_key')
    return [{ path, at: 'key', text: `is no usable key; wanted ${issue.message}` }];
  const value = valueAt(root, path);
  if (issue.code === 'invalid_value') {
    const names = issue.values.map(String);
    const near = typeof value === 'string' ? suggestion(value, names) : '';
    return [mismatch(path, value, `${names.length > 1 ? 'one of ' : ''}${names.join(', ')}${near}`)];
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // The form that was plainly meant is the one in which only a value inside is wrong.
    const meant = issue.errors.find((issues) => issues.every((inner) => inner.path.length > 0));
    if (meant === undefined) return [mismatch(path, value, issue.message)];
    return meant.flatMap((inner) =>
      findingsOfIssue({ ...inner, path: [...issue.path, ...inner.path] }, root),
    );
  }
  if (issue.code === 'invalid_union') {
    const near = typeof value === 'string' ? suggestion(value, knownKeys(issue.message)) : '';
    return [mismatch(path, value, `one of ${issue.message}${near}`)];
  }
  return [mismatch(path, value, issue.message)];
}

/** `is "-1/s"; wanted a positive rate like 50/s`. */
export function mismatch(path: ProfilePath, value: unknown, wanted: string): Finding {
  return { path, at: 'value', text: `is ${showValue(value)}; wanted ${wanted}` };
}

function unknownKey(path: ProfilePath, key: string, known: readonly string[]): Finding {
  const text = `is an unknown key; wanted one of ${known.join(', ')}${suggestion(key, known)}`;
  return { path, at: 'key', text };
}
