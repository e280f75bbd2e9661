import type { IncomingHttpHeaders } from 'node:http';
import type { ApiError } from '../contract/api-error.js';
import type { CreateCommand } from '../contract/dialect.js';
import { inductionHeader } from '../contract/induction.js';
import { type Answer, errorAnswer, jsonAnswer, refusal } from './answer.js';
import { type InductionSet, induces } from './induction-set.js';
import { headerInductions, skuInductions } from './requested-inductions.js';
import { SandboxOrder } from './sandbox-order.js';
import type { ShelfItem } from './shelf.js';
import type { Simulation } from './simulation.js';

/** One create call. `call` counts the calls, from 0: API faults are drawn for it. */
export interface CreateCall {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** When it was received. */
  readonly atMs: number;
  readonly call: number;
}

/** How a create call is to be answered. */
export interface CreateReply {
  /** Null: the connection is reset instead. */
  readonly answer: Answer | null;
  /** Late by the slow answer's time. */
  readonly slow: boolean;
  /** The order that this call made; its key is in work until the answer leaves. */
  readonly made: SandboxOrder | null;
}

/** Does what a create call asks for, with the faults that were requested or drawn. */
export function createOrder(simulation: Simulation, { headers, body, atMs, call }: CreateCall): CreateReply {
  const asked = headerInductions(headers[inductionHeader]);
  if (typeof asked !== 'number') return reply(errorAnswer(asked));
  const command = simulation.dialect.readCreate(headers, body);
  if ('error' in command) return reply(errorAnswer(command));
  const item = simulation.shelf.get(command.sku);
  if (item === undefined) return reply(errorAnswer(unknownSku(command.sku)));
  const requested = asked | skuInductions(command.sku);
  const faults = requested | simulation.drawCall(call);
  const slow = induces(faults, 'slow');
  const before = faultBefore(faults);
  if (before !== undefined) return reply(before, slow);
  const known = knownOrder(simulation, command);
  if (known !== undefined) return reply(answerAgain(simulation, known, command, item), slow);
  return commit(simulation, command, item, requested, faults, atMs);
}

function commit(
  simulation: Simulation,
  command: CreateCommand,
  item: ShelfItem,
  requested: InductionSet,
  faults: InductionSet,
  atMs: number,
): CreateReply {
  const { idempotencyKey: key, quantity } = command;
  const order = simulation.lifeCycle.place({ item, quantity, key, requested, atMs });
  const slow = induces(faults, 'slow');
  if (!(order instanceof SandboxOrder)) return reply(errorAnswer(order), slow);
  const fault = faultAfter(faults);
  return { answer: fault === undefined ? firstAnswer(simulation, order) : fault, slow, made: order };
}

/** A key that was to be forgotten is not known. */
function knownOrder(simulation: Simulation, { idempotencyKey }: CreateCommand): SandboxOrder | undefined {
  if (idempotencyKey === null) return undefined;
  const order = simulation.book.byKey(idempotencyKey);
  return order !== undefined && induces(order.inductions, 'forget_key') ? undefined : order;
}

/** Bodies are the same when they ask for the same thing, however they are written. */
function answerAgain(
  simulation: Simulation,
  order: SandboxOrder,
  command: CreateCommand,
  item: ShelfItem,
): Answer {
  if (order.item !== item || order.quantity !== command.quantity) {
    return refusal('idempotency_mismatch', 'this idempotency key was used with another body');
  }
  if (!order.answered) {
    return refusal('idempotency_in_progress', 'the first call with this idempotency key is still in work');
  }
  return firstAnswer(simulation, order);
}

function firstAnswer(simulation: Simulation, order: SandboxOrder): Answer {
  const { dialect } = simulation;
  return jsonAnswer(201, dialect.encodeCreateAnswer(simulation.told(order, dialect.firstState)));
}

/** What strikes before anything is done; null: a reset. */
function faultBefore(faults: InductionSet): Answer | null | undefined {
  if (induces(faults, 'error_500')) return refusal('internal_error', 'an induced error');
  if (induces(faults, 'error_502')) return refusal('bad_gateway', 'an induced error');
  if (induces(faults, 'error_503')) return refusal('unavailable', 'an induced error');
  return induces(faults, 'reset_before') ? null : undefined;
}

/** What strikes although the order exists; null: a reset. */
function faultAfter(faults: InductionSet): Answer | null | undefined {
  if (induces(faults, 'error_after_commit')) return refusal('internal_error', 'an induced error');
  if (induces(faults, 'malformed_answer')) return jsonAnswer(201, '{"order_id": ');
  return induces(faults, 'reset_after') ? null : undefined;
}

function unknownSku(sku: string): ApiError {
  const found = JSON.stringify(sku.slice(0, 50));
  return { error: 'unknown_sku', message: `${found} is not for sale; GET /v1/skus lists what is` };
}

function reply(answer: Answer | null, slow = false): CreateReply {
  return { answer, slow, made: null };
}
