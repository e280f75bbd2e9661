import type { IncomingMessage, ServerResponse } from 'node:http';

/** What is served beside the metrics, such as the live page. */
export interface ExporterPages {
  /** They can be asked for from now on. */
  begin(): void;
  /** Answers a request, or calls `next` when its address is none of these pages. */
  handle(request: IncomingMessage, response: ServerResponse, next: () => void): void;
  /** Nothing is to come any more: tells those who still look, and lets them go. */
  close(): Promise<void>;
}
