import { quoted } from './show-value.js';

/** The way to a value of the profile: keys of mappings and indexes of lists. */
export type ProfilePath = readonly (string | number)[];

const plainKey = /^[\w$-]+$/;

/** `load.stages[2].rate`; keys that are no plain words stand in brackets and quotes. The whole profile is ``. */
export function formatPath(path: ProfilePath): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (!isPlain(part)) text += `[${quoted(part)}]`;
    else text += text === '' ? part : `.${part}`;
  }
  return text;
}

/** Whether `path` is `start` or lies below it. */
export function isWithin(path: ProfilePath, start: ProfilePath): boolean {
  return start.every((part, depth) => path[depth] === part);
}

/** The value at `path`, or undefined. Looks at own keys only. */
export function valueAt(root: unknown, path: ProfilePath): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}

/** Quoting also cuts long keys and blanks secrets in them. */
function isPlain(key: string): boolean {
  return plainKey.test(key) && quoted(key) === `"${key}"`;
}
