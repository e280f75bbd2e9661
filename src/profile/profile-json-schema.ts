import { z } from 'zod';
import { profileSchema } from './profile-schema.js';

/** The JSON Schema (draft 2020-12) of a profile as people write it, as the text of `profiles/profile.schema.json`. */
export function profileJsonSchema(): string {
  const schema = z.toJSONSchema(profileSchema, { io: 'input', target: 'draft-2020-12' });
  const titled = {
    $schema: schema.$schema,
    title: 'foxload profile',
    description: 'What foxload runs: target, load, orders, limits and budgets. Explained in docs/profile.md.',
    ...schema,
  };
  return `${JSON.stringify(titled, null, 2)}\n`;
}
