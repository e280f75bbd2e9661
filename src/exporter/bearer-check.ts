import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Whether a request brings this token as `Authorization: Bearer …` (RFC 6750). Hashes are compared, so that neither the token's
 * length nor its first characters can be learned from how long the answer takes.
 */
export function bearerCheck(token: string): (request: IncomingMessage) => boolean {
  const wanted = digest(token);
  return ({ headers }) => {
    const [, found] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
    return found !== undefined && timingSafeEqual(digest(found), wanted);
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
