import { writeFileSync } from 'node:fs';
import { profileJsonSchema } from './profile-json-schema.js';

// Run by `npm run schema`: writes the schema for editors beside the shipped profiles.
writeFileSync(new URL('../../profiles/profile.schema.json', import.meta.url), profileJsonSchema());
