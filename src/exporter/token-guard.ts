import type { IncomingMessage, RequestListener } from 'node:http';
import { plainText, sendText } from './send-text.js';
import { tokenCheck } from './token-check.js';

const tokenWanted = 'The token is missing or wrong; wanted the header Authorization: Bearer TOKEN.\n';
const passwordWanted =
  'The token is missing or wrong; wanted it as the password, with any user name, or the header Authorization: Bearer TOKEN.\n';

/** Whether a request is for the metrics: from a program, not from a person. */
export function isScrape({ url = '' }: IncomingMessage): boolean {
  return /^\/metrics(?:\?|$)/.test(url);
}

/** The pages for those who bring the token; for others none, whatever they ask for. */
export function guarded(pages: RequestListener, token: string): RequestListener {
  const isAllowed = tokenCheck(token);
  return (request, response) => {
    if (isAllowed(request)) {
      pages(request, response);
      return;
    }
    // A browser asks its user for name and password only where Basic is offered.
    const challenges = isScrape(request) ? ['Bearer'] : ['Bearer', 'Basic realm="foxload", charset="UTF-8"'];
    response.setHeader('www-authenticate', challenges);
    sendText(response, 401, plainText, isScrape(request) ? tokenWanted : passwordWanted);
  };
}
