import type { ServerResponse } from 'node:http';

/** The content type of a plain sentence. */
export const plainText = 'text/plain; charset=utf-8';

/** Answers with a text of this content type. */
export function sendText(response: ServerResponse, status: number, contentType: string, text: string): void {
  response.writeHead(status, { 'content-type': contentType }).end(text);
}
