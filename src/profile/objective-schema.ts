import { z } from 'zod';
import { objectivePattern, parseObjective } from './objective.js';
import { ObjectiveError } from './objective-error.js';

/** Each is a dozen series of the metrics page. */
const maxObjectives = 10;
const wantedObjective = 'an objective like delivery within 45s for 95% over 7d';
const wantedObjectives = `a list of at most ${maxObjectives} objectives like delivery within 45s for 95% over 7d`;

const objectiveSchema = z
  .string({ error: wantedObjective })
  .meta({ pattern: objectivePattern() })
  .transform((text, context) => {
    try {
      return parseObjective(text);
    } catch (error) {
      if (!(error instanceof ObjectiveError)) throw error;
      context.addIssue({ code: 'custom', message: error.wanted });
      return z.NEVER;
    }
  });

/** The service level objectives of a profile, as texts. */
export const objectivesSchema = z
  .array(objectiveSchema, { error: wantedObjectives })
  .max(maxObjectives, { error: wantedObjectives })
  .prefault([])
  .describe(
    'What share of the orders is to be good over days: counted for metrics and alerts, never judged.',
  );
