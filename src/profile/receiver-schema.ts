import { z } from 'zod';
import { signatureSchemeNames } from '../contract/signature-scheme.js';
import { listenForm, parseListenAddress } from './listen-address.js';
import { profileDefaults } from './profile-defaults.js';
import { section } from './section.js';

const defaults = profileDefaults.receiver;
const wantedListen = 'host and port like 127.0.0.1:8787, the port from 0 to 65535';
const wantedPath = 'a path like /webhooks, of letters, digits and -._~/';

/** Where the webhooks come in. */
export const receiverSchema = section({
  listen: z
    .string({ error: wantedListen })
    .regex(new RegExp(`^${listenForm}$`), { error: wantedListen })
    .transform((text, context) => {
      const address = parseListenAddress(text);
      if (address !== null) return address;
      context.addIssue({ code: 'custom', message: wantedListen });
      return z.NEVER;
    })
    .optional()
    .describe('Host and port, by default any free port for embedded and 127.0.0.1:8787 otherwise.'),
  path: z
    .string({ error: wantedPath })
    .regex(/^\/[A-Za-z0-9._~/-]*$/, { error: wantedPath })
    .prefault(defaults.path)
    .describe('Path of the webhook address.'),
  signature: z
    .enum(signatureSchemeNames)
    .prefault(defaults.signature)
    .describe('How webhooks are signed: standard is Standard Webhooks, timestamped is one header t=…,v1=….'),
});
