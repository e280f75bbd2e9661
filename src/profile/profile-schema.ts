import { z } from 'zod';
import { abortSchema } from './abort-schema.js';
import { budgetsSchema } from './budget-schema.js';
import { limitsSchema } from './limits-schema.js';
import { loadSchema } from './load-schema.js';
import { monitorSchema } from './monitor-schema.js';
import { objectivesSchema } from './objective-schema.js';
import { orderMixSchema } from './order-mix-schema.js';
import { profileDefaults } from './profile-defaults.js';
import { positiveDuration } from './quantity-field.js';
import { receiverSchema } from './receiver-schema.js';
import { sandboxSchema } from './sandbox-schema.js';
import { section } from './section.js';
import { share } from './share-field.js';
import { targetSchema } from './target-schema.js';

/** From fast to safe. */
const journalModes = ['process', 'group', 'strict'] as const;
const wantedName = 'a name like steady, of at most 64 letters, digits, hyphens and underscores';

/**
 * A profile as people write it: the one source of the check, of the types and of the JSON Schema for editors. The message
 * of each issue is what would have been right, to follow the word `wanted`.
 */
export const profileSchema = section({
  name: z
    .string({ error: wantedName })
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, { error: wantedName })
    .describe('What reports call a run of this profile.'),
  target: targetSchema.prefault({}).describe('Whom the orders are fired at.'),
  receiver: receiverSchema.prefault({}).describe('Where the webhooks come in.'),
  load: loadSchema.describe('When the orders leave.'),
  orders: orderMixSchema,
  replays: share()
    .prefault(profileDefaults.replays)
    .describe('Share of orders that are sent twice at once with one key, and once more with another body.'),
  deadline: positiveDuration('5m')
    .prefault(profileDefaults.deadline)
    .describe(
      'From the planned instant; an order without a final webhook by then has timed out. Never scaled.',
    ),
  limits: limitsSchema.prefault({}).describe('What the run never passes, whatever its schedule says.'),
  abort: abortSchema
    .prefault({})
    .describe('When the run sends no further orders, because something is wrong.'),
  journal: z
    .enum(journalModes)
    .optional()
    .describe(
      'How safe an event is before foxload goes on: handed to the system, synced in groups, or each by itself.',
    ),
  budgets: budgetsSchema,
  objectives: objectivesSchema,
  monitor: monitorSchema
    .optional()
    .describe('What foxload monitor does for ever; a run does not look at it.'),
  sandbox: sandboxSchema.prefault({}).describe('The simulator of an embedded target; refused for others.'),
});

/** A profile whose every value was checked and resolved, still in the shape of the file. */
export type CheckedProfile = z.output<typeof profileSchema>;
