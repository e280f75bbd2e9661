import { bodyKeyDialect } from './body-key.js';
import type { Dialect, DialectName } from './dialect.js';
import { headerKeyDialect } from './header-key.js';

/** Every dialect by its name. */
export const dialects: Readonly<Record<DialectName, Dialect>> = {
  'header-key': headerKeyDialect,
  'body-key': bodyKeyDialect,
};
