import { declarationOf, shippedProfile, shippedRunbookUrl } from '../../src/rules/generate.js';
import type { Declaration } from '../../src/rules/generated-file.js';

/** What the committed files are made of. */
export function shippedDeclaration(): Declaration {
  const declaration = declarationOf(shippedProfile, shippedRunbookUrl);
  if (typeof declaration === 'string') throw new Error(declaration);
  return declaration;
}
