import { endpoints } from '../contract/endpoints.js';

/** Tells create calls of the order API from everything else that a service asks for. */
export class CreateAddress {
  readonly #base: string | null;

  /**
   * `api`: the API's base address, such as `https://api.example/partner`; null: any host's.
   *
   * @throws {TypeError} for an address that is none
   */
  constructor(api: string | null) {
    this.#base = api === null ? null : new URL(api).href.replace(/\/$/, '');
  }

  /** Whether a request makes an order. `url` as it was given: with or without a query. */
  isCreate(method: unknown, url: string): boolean {
    // Nearly every other request of a service is told apart here.
    if (typeof method !== 'string' || method.toUpperCase() !== 'POST' || !url.includes(endpoints.orders))
      return false;
    const end = url.search(/[?#]/);
    const path = end < 0 ? url : url.slice(0, end);
    if (this.#base === null) return path.endsWith(endpoints.orders);
    return URL.canParse(path) && new URL(path).href === this.#base + endpoints.orders;
  }
}
