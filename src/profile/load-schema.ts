import { z } from 'zod';
import { profileDefaults } from './profile-defaults.js';
import { section } from './section.js';
import { stageSchema } from './stage-schema.js';
import { seedNumber, wholeNumber } from './whole-number-field.js';

const defaults = profileDefaults.load;
/** More stages than a person writes. */
const maxStages = 200;
/** The order table of one machine holds no more. */
const maxInFlightLimit = 1_000_000;
/** Each connection has a client and a parser of its own. */
const maxClosedConnections = 1_000;
/** What a machine gets through in hours. */
const maxClosedOrders = 100_000_000;
const wantedStages = `a list of 1 to ${maxStages} stages like {rate: 50/s, for: 30s}`;

const maxInFlight = wholeNumber(1, maxInFlightLimit).prefault(defaults.maxInFlight);
const seed = seedNumber().prefault(defaults.seed);

const openSchema = section({
  model: z
    .literal('open')
    .optional()
    .meta({ default: defaults.model })
    .describe('open: orders leave on a schedule, whatever the answers do.'),
  arrivals: z
    .enum(['uniform', 'poisson'])
    .prefault(defaults.arrivals)
    .describe('uniform: even gaps. poisson: random gaps, as of customers who know nothing of each other.'),
  stages: z
    .array(stageSchema, { error: wantedStages })
    .min(1, { error: wantedStages })
    .max(maxStages, { error: wantedStages })
    .describe(
      'What follows what: {rate, for} holds a rate, {rate, over} moves to it, {spike, for} jumps and comes back.',
    ),
  maxInFlight: maxInFlight.describe(
    'Orders sent and not yet decided; above it, due orders are dropped and counted.',
  ),
  seed: seed.describe('Decides the random gaps and the order of the SKUs.'),
});

const closedSchema = section({
  model: z
    .literal('closed')
    .describe('closed: each connection takes its next order as soon as its last one was answered.'),
  connections: wholeNumber(1, maxClosedConnections).describe(
    'Create calls at once, each on a connection of its own.',
  ),
  orders: wholeNumber(1, maxClosedOrders).describe('The load ends after this many orders.'),
  maxInFlight: maxInFlight.describe('Orders sent and not yet decided; at that many, connections wait.'),
  seed: seed.describe('Decides the order of the SKUs.'),
});

/** When the orders leave, by the model. The message of an unknown model is the list of known ones. */
export const loadSchema = z.discriminatedUnion('model', [openSchema, closedSchema], {
  error: ({ code }) => (code === 'invalid_union' ? 'open, closed' : 'a mapping with keys such as model'),
});
