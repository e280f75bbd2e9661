import type { AnsweredOrder, TrackerListener } from '../tracker/tracker-listener.js';

/** Fewer create calls without an answer at the end of a run may be chance; this many in a row are an API that is gone. */
export const silentCalls = 10;

/**
 * Counts the create calls that got no answer at all since the last one that did. Their orders are neither delivered nor
 * failed, so no latency and no success rate tells of them: a run that ends like this has to say so itself.
 */
export class ApiSilence implements TrackerListener {
  #unanswered = 0;

  /** Create calls without an answer, retries included, since the last answer. */
  get unanswered(): number {
    return this.#unanswered;
  }

  answered({ status }: AnsweredOrder): void {
    this.#unanswered = status === null ? this.#unanswered + 1 : 0;
  }
}
