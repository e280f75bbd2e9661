import { encodeBalance, encodeCatalogue } from '../contract/catalogue.js';
import { endpoints } from '../contract/endpoints.js';
import { type Answer, errorAnswer, jsonAnswer, refusal } from './answer.js';
import { orderStatus } from './order-status.js';
import { getRefund, postRefund } from './refunds.js';
import { catalogueOf } from './shelf.js';
import type { Simulation } from './simulation.js';
import { deliveriesTruth, healthTruth, ledgerTruth, orderTruth } from './truth.js';

/** A request other than a create call. */
export interface PlainRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly body: Buffer;
  readonly atMs: number;
}

type Route = (simulation: Simulation, request: PlainRequest) => Answer;

/** Whole paths, by method. Create calls do not come here: they can end without an answer. */
const wholePaths: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  [endpoints.orders]: { POST: () => refusal('internal_error', 'a create call lost its way') },
  [endpoints.refunds]: { POST: (simulation, { body, atMs }) => postRefund(simulation, body, atMs) },
  [endpoints.balance]: {
    GET: ({ ledger }) => {
      const { closingCents, heldCents } = ledger.totals();
      return jsonAnswer(200, encodeBalance(closingCents, heldCents));
    },
  },
  [endpoints.skus]: { GET: ({ shelf }) => jsonAnswer(200, encodeCatalogue(catalogueOf(shelf))) },
  '/sandbox/ledger': {
    GET: (simulation, { query }) => ledgerTruth(simulation, new URLSearchParams(query).get('orders') === '1'),
  },
  '/sandbox/deliveries': { GET: deliveriesTruth },
  '/sandbox/health': { GET: healthTruth },
};

/** Paths that end in an id. */
const idPaths: readonly {
  readonly prefix: string;
  readonly get: (simulation: Simulation, id: string, atMs: number) => Answer;
}[] = [
  { prefix: `${endpoints.orders}/`, get: orderStatus },
  { prefix: `${endpoints.refunds}/`, get: getRefund },
  { prefix: '/sandbox/orders/', get: orderTruth },
];

/** Answers a request by its path and method. */
export function routeRequest(simulation: Simulation, request: PlainRequest): Answer {
  const { method, path, atMs } = request;
  if (Object.hasOwn(wholePaths, path)) {
    const methods = wholePaths[path] ?? {};
    const route = Object.hasOwn(methods, method) ? methods[method] : undefined;
    return route === undefined
      ? wrongMethod(method, Object.keys(methods).join(', '))
      : route(simulation, request);
  }
  const family = idPaths.find(({ prefix }) => path.startsWith(prefix));
  const id = family === undefined ? '' : path.slice(family.prefix.length);
  if (family === undefined || id === '' || id.includes('/')) {
    return refusal('not_found', 'there is nothing at this path');
  }
  return method === 'GET' ? family.get(simulation, id, atMs) : wrongMethod(method, 'GET');
}

function wrongMethod(method: string, allow: string): Answer {
  const message = `${method} is not possible here; wanted ${allow}`;
  return { ...errorAnswer({ error: 'invalid_request', message }), status: 405, allow };
}
