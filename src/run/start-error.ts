/**
 * The run could not begin, and nothing was sent. The message is one clear sentence for the user: what is wrong, where,
 * and what to do. Leads to exit code 2.
 */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}
