import type { Induction } from '../contract/induction.js';
import type { KeyForm } from './case-key.js';
import type { CutPoint } from './cut-call.js';

/** One thing that a case does with its key. */
export type CaseStep =
  /**
   * The create call, `copies` times at once, each on a socket of its own. `induce` asks a simulator for a fault;
   * `impatient`: the client gives up early.
   */
  | {
      readonly step: 'send';
      readonly copies: number;
      readonly otherBody?: true;
      readonly induce?: Induction;
      readonly impatient?: true;
    }
  /** The create call on a raw socket that is closed at a bad moment. */
  | { readonly step: 'cut'; readonly at: CutPoint }
  /** Waits until the final webhook of every order that was accepted so far came this often. */
  | { readonly step: 'webhooks'; readonly count: number };

/**
 * What has to be seen for the case to have happened at all: the API must have failed, the client given up, the webhook
 * overtaken the answer, and so on. A case without it always happens.
 */
export type Circumstance =
  | 'server_error'
  | 'client_timeout'
  | 'connection_cut'
  | 'completed'
  | 'early_webhook'
  | 'repeated_webhook';

/** One way to use one key that must not make a second order. Each case has a key of its own. */
export interface IdempotencyCase {
  /** For machines: `at-once-2`. */
  readonly name: string;
  /** For people, short. */
  readonly title: string;
  /** What is sent, in one sentence. */
  readonly sent: string;
  readonly key: KeyForm;
  readonly steps: readonly CaseStep[];
  readonly circumstance?: Circumstance;
  /** So many times the final webhook is answered with 503, so that its sender repeats it. */
  readonly refusedWebhooks?: number;
}
