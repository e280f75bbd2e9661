import { z } from 'zod';
import { dialectNames } from '../contract/dialect.js';
import { isExposed, isProductionApi } from './api-address.js';
import { profileDefaults } from './profile-defaults.js';
import { positiveDuration } from './quantity-field.js';
import { section } from './section.js';
import { wholeNumber } from './whole-number-field.js';

export const environments = ['embedded', 'sandbox', 'production'] as const;
export type Environment = (typeof environments)[number];

const defaults = profileDefaults.target;
const wantedUrl = 'an address like https://api.example.com, without user, query or fragment';

/** Whom the orders are fired at. */
export const targetSchema = section({
  environment: z
    .enum(environments)
    .prefault(defaults.environment)
    .describe('embedded: foxload starts its own simulator. sandbox, production: a server of somebody else.'),
  dialect: z.enum(dialectNames).prefault(defaults.dialect).describe('The guide that the API speaks by.'),
  url: z
    .string({ error: wantedUrl })
    .meta({ pattern: '^https?://[^\\s?#@]+$' })
    .refine(isApiAddress, { error: wantedUrl })
    .optional()
    .describe(
      'Address of the API. Needed for sandbox, refused for embedded; production has its own by default.',
    ),
  caFile: z
    .string({ error: 'the path of a PEM file' })
    .min(1, { error: 'the path of a PEM file' })
    .optional()
    .describe(
      'PEM file with the certificate authorities to trust instead of the system’s. Not for embedded.',
    ),
  attemptTimeout: positiveDuration('10s')
    .prefault(defaults.attemptTimeout)
    .describe('How long one attempt of a create call may take, such as 10s.'),
  connections: wholeNumber(1, 65_535)
    .prefault(defaults.connections)
    .describe('At most this many connections to the API.'),
}).superRefine((target, context) => {
  const issue = (key: string, message: string) =>
    context.addIssue({ code: 'custom', path: [key], message, input: target });
  if (target.environment === 'embedded') {
    if (target.url !== undefined) issue('url', 'no address, because embedded starts its own simulator');
    if (target.caFile !== undefined) issue('caFile', 'no PEM file, because embedded speaks plain HTTP');
  }
  if (target.environment === 'sandbox' && target.url === undefined) {
    issue('url', 'the address of the sandbox like http://127.0.0.1:4010');
  }
  if (target.url === undefined) return;
  if (target.environment === 'sandbox' && isProductionApi(target.url)) {
    issue('url', 'the address of a sandbox, because this is production, which has an environment of its own');
  }
  if (target.environment === 'production' && isExposed(target.url) === true) {
    issue('url', 'an https address, because production is never spoken to in the clear');
  }
});

/** An absolute address of a server, and nothing in it that could be a secret. */
function isApiAddress(text: string): boolean {
  if (!/^https?:\/\/[^\s?#@]+$/.test(text)) return false;
  return URL.canParse(text);
}
