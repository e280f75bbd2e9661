import { createRequire } from 'node:module';

/** foxload's own version, from its package, wherever in it this code lies. */
export const foxloadVersion: string = createRequire(import.meta.url)('foxload/package.json').version;
