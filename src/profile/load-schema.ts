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
const wantedStages = `a list of 1 to ${maxStages} stages like {rate: 50/s, for: 30s}`;

/** When the orders leave. */
export const loadSchema = section({
  model: z
    .enum(['open'])
    .prefault(defaults.model)
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
  maxInFlight: wholeNumber(1, maxInFlightLimit)
    .prefault(defaults.maxInFlight)
    .describe('Orders sent and not yet decided; above it, due orders are dropped and counted.'),
  seed: seedNumber().prefault(defaults.seed).describe('Decides the random gaps and the order of the SKUs.'),
});
