import { type OrderState, orderStates } from '../contract/order-state.js';
import type { FoundIds } from './found-ids.js';
import { HashIndex } from './hash-index.js';
import type { TextHash } from './text-hash.js';

/** At least this many webhook ids, the newest ones, are remembered: two hours of 290 webhooks a second. */
export const maxRecentIds = 2 ** 21;

/** Bits that tell the news of one order apart. */
const stateMarks = Object.fromEntries(
  orderStates.map((state, number) => [state, Math.imul(number + 1, 0x9e3779b1)]),
) as Readonly<Record<OrderState, number>>;

/** What a webhook tells, as 32 bits of hash. */
export function newsOf(orderIdHash: TextHash, state: OrderState): number {
  return orderIdHash.low ^ stateMarks[state];
}

/** The hash of the id is all that is known of it. */
const always = (): boolean => true;

/**
 * Which webhook ids came with which news, in bounded memory: 64 bits of hash stand for an id, 32 for the news. The ids are
 * in two halves; when the younger one is full, the older one is forgotten, so between one and two times `limit` ids are
 * known. At the limit that is 100 MB. Whoever sends a webhook can sign it, so nobody gains by looking for hashes that
 * collide, and by chance one does in a million runs.
 */
export class WebhookIds {
  #young = new HashIndex();
  #old = new HashIndex();
  #youngIds = 0;
  #oldIds = 0;
  #forgotten = 0;
  /** Webhooks whose ids somebody else noted, and how many ids that one had forgotten at the last of them. */
  #notedElsewhere = 0;
  #forgottenElsewhere = 0;

  constructor(private readonly limit: number = maxRecentIds) {}

  /** How many ids are no longer known. */
  get forgotten(): number {
    // What somebody else knows is of no use any more when that one stops noting ids.
    const isAlone = this.#youngIds + this.#oldIds > 0;
    return isAlone ? this.#forgotten + this.#notedElsewhere : this.#forgottenElsewhere;
  }

  /** Notes the id of a webhook, if it has one and nobody did before; false as in `note`. */
  noteOf({ orderId, webhookId, noted }: FoundIds, state: OrderState): boolean {
    if (webhookId === null) return true;
    if (noted === null) return this.note(webhookId, newsOf(orderId.hash, state));
    this.#notedElsewhere += 1;
    this.#forgottenElsewhere = noted.forgotten;
    return !noted.isReused;
  }

  /**
   * Notes that the id of this hash came with this news, of which 32 bits of hash are given; false when the id is known to have
   * come with other news before.
   */
  note(hash: TextHash, news: number): boolean {
    const known = this.#young.find(hash, null, always) ?? this.#old.find(hash, null, always);
    if (known !== undefined) return known === news;
    if (this.#youngIds >= this.limit) this.#age();
    this.#young.add(hash, news);
    this.#youngIds += 1;
    return true;
  }

  #age(): void {
    this.#forgotten += this.#oldIds;
    const forgotten = this.#old;
    this.#old = this.#young;
    this.#oldIds = this.#youngIds;
    forgotten.clear();
    this.#young = forgotten;
    this.#youngIds = 0;
  }
}
