/**
 * foxload inside a service of one's own: the service level of its real orders, live.
 *
 * @packageDocumentation
 */
export { type FaultKind, WatchFault } from './live/faults.js';
export type { WatchOptions } from './live/watch-options.js';
export { type NotedOrder, type NotedWebhook, type WatchService, watchOrders } from './live/watch-orders.js';
export type { WebhookMiddleware } from './live/webhook-middleware.js';
export { ObjectiveError } from './profile/objective-error.js';
