import type { DialectName } from '../contract/dialect.js';
import type { CaseStep, IdempotencyCase } from './idempotency-case.js';

const once: CaseStep = { step: 'send', copies: 1 };

/** So often a webhook has to come in the case of the sender that repeats. */
export const repeatedWebhooks = 5;

function atOnce(copies: number): IdempotencyCase {
  return {
    name: `at-once-${copies}`,
    title: `${copies} at once`,
    sent: `the same call ${copies} times at once, each on a socket of its own`,
    key: 'uuid_v4',
    steps: [{ step: 'send', copies }],
  };
}

const again: readonly IdempotencyCase[] = [
  {
    name: 'after-completion',
    title: 'again after completion',
    sent: 'the call, and after the webhook of its order the same call again',
    key: 'uuid_v4',
    steps: [once, { step: 'webhooks', count: 1 }, once],
    circumstance: 'completed',
  },
  {
    name: 'other-body',
    title: 'again with another body',
    sent: 'the call, and then another quantity under the same key',
    key: 'uuid_v4',
    steps: [once, { step: 'send', copies: 1, otherBody: true }],
  },
];

const cuts: readonly IdempotencyCase[] = [
  {
    name: 'cut-before-send',
    title: 'cut before the end of the request',
    sent: 'half of the body, then the connection is closed; then the call again',
    key: 'uuid_v4',
    steps: [{ step: 'cut', at: 'before_send' }],
    circumstance: 'connection_cut',
  },
  {
    name: 'cut-after-send',
    title: 'cut before the answer',
    sent: 'the whole call, then the connection is closed; then the call again',
    key: 'uuid_v4',
    steps: [{ step: 'cut', at: 'after_send' }],
    circumstance: 'connection_cut',
  },
  {
    name: 'cut-in-answer',
    title: 'cut within the answer',
    sent: 'the whole call, closed after the first bytes of its answer; then the call again',
    key: 'uuid_v4',
    steps: [{ step: 'cut', at: 'in_answer' }],
    circumstance: 'connection_cut',
  },
];

const failures: readonly IdempotencyCase[] = [
  {
    name: 'server-error-before-commit',
    title: '5xx before the order',
    sent: 'a call that fails before the order is made; then the call again',
    key: 'uuid_v4',
    steps: [{ step: 'send', copies: 1, induce: 'error_500' }],
    circumstance: 'server_error',
  },
  {
    name: 'server-error-after-commit',
    title: '5xx although ordered',
    sent: 'a call that fails after the order was made; then the call again',
    key: 'uuid_v4',
    steps: [{ step: 'send', copies: 1, induce: 'error_after_commit' }],
    circumstance: 'server_error',
  },
  {
    name: 'client-timeout',
    title: 'client gives up, retries',
    sent: 'a call whose client gives up before the slow answer; then the call again',
    key: 'uuid_v4',
    steps: [{ step: 'send', copies: 1, induce: 'slow', impatient: true }],
    circumstance: 'client_timeout',
  },
];

function malformed(name: string, title: string, what: string, key: IdempotencyCase['key']): IdempotencyCase {
  return {
    name: `key-${name}`,
    title,
    sent: `the call twice, one after the other, ${what}`,
    key,
    steps: [once, once],
  };
}

const malformedKeys: readonly IdempotencyCase[] = [
  malformed('no-uuid', 'key: no UUID', 'under a key that is no UUID', 'no_uuid'),
  malformed('uuid-v1', 'key: UUID of version 1', 'under a UUID of another version', 'uuid_v1'),
  malformed('empty', 'key: empty', 'with an empty key', 'empty'),
  malformed('ten-kilobytes', 'key: 10 kB', 'under a key of 10 kB', 'ten_kilobytes'),
];

const webhooks: readonly IdempotencyCase[] = [
  {
    name: 'webhook-before-answer',
    title: 'webhook before the answer',
    sent: 'a call whose webhook comes before its answer; then the call again',
    key: 'uuid_v4',
    steps: [{ step: 'send', copies: 1, induce: 'early' }, once],
    circumstance: 'early_webhook',
  },
  {
    name: 'webhook-five-times',
    title: 'webhook five times',
    sent: 'the call; its webhook is answered with 503 four times, so that it is repeated; then the call again',
    key: 'uuid_v4',
    steps: [once, { step: 'webhooks', count: repeatedWebhooks }, once],
    circumstance: 'repeated_webhook',
    refusedWebhooks: repeatedWebhooks - 1,
  },
];

/** Every case of the suite, in the order in which they run. Only one dialect has a header that can stand twice. */
export function suiteCases(dialect: DialectName): readonly IdempotencyCase[] {
  const twice = malformed('twice', 'key: header twice', 'with the header of the key twice in each', 'twice');
  return [
    ...[2, 10, 100].map(atOnce),
    ...again,
    ...cuts,
    ...failures,
    ...malformedKeys,
    ...(dialect === 'header-key' ? [twice] : []),
    ...webhooks,
  ];
}
