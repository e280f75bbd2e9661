import type { IncomingMessage, ServerResponse } from 'node:http';
import { maxBodyBytes } from '../contract/endpoints.js';
import { receiverLimits } from './receiver-limits.js';

/**
 * Answers with a status and nothing else: whoever has no business here learns nothing. What is left of a short request
 * is thrown away, so that an honest sender keeps its connection; the rest of any other is never read.
 */
export function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  const short = isShort(request);
  // With an answer before it still on its way, this one has to queue behind it.
  if (!short && response.socket !== null) {
    closeUnread(request, status);
    return;
  }
  if (!short) response.setHeader('connection', 'close');
  response.statusCode = status;
  response.end();
}

function isShort({ headers, complete }: IncomingMessage): boolean {
  if (complete) return true;
  return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) <= maxBodyBytes;
}

/**
 * Writes past Node's own answer, which would close the socket at once: a socket that is closed with bytes unread resets
 * the connection, and the sender might lose the answer with it. So only our half is closed, and the rest a moment later.
 */
function closeUnread({ socket }: IncomingMessage, status: number): void {
  socket.pause();
  socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  const closing = setTimeout(() => socket.destroy(), receiverLimits.lingerMs);
  closing.unref();
  socket.once('close', () => clearTimeout(closing));
}
