import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Whether a request brings this token: as `Authorization: Bearer …` (RFC 6750), or, since browsers can't be told to send that, as the
 * password of any user by `Authorization: Basic …` (RFC 7617), which they ask for themselves. Hashes are compared, so that neither the
 * token's length nor its first characters can be learned from how long the answer takes.
 */
export function tokenCheck(token: string): (request: IncomingMessage) => boolean {
  const wanted = digest(token);
  return ({ headers }) => {
    const [, scheme = '', credentials = ''] =
      /^(Bearer|Basic) +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
    const found = scheme.toLowerCase() === 'basic' ? passwordOf(credentials) : credentials;
    return found !== '' && timingSafeEqual(digest(found), wanted);
  };
}

/** What stands behind the first colon: a user's name has none. Empty without one. */
function passwordOf(credentials: string): string {
  const text = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? '' : text.slice(colon + 1);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
