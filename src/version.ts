import { readFileSync } from 'node:fs';

/** foxload's own version, from its package. */
export const foxloadVersion: string = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
).version;
