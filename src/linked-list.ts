/** What a list keeps carries its own place in it: nothing is made to keep it, and it can leave from anywhere. In one list at a time. */
export interface Link<T> {
  /** Null for the first, and outside a list. */
  earlier: T | null;
  /** Null for the last, and outside a list. */
  later: T | null;
}

/** A list in the order in which its links were added. */
export class LinkedList<T extends Link<T>> {
  #first: T | null = null;
  #last: T | null = null;

  /** The one that has been in the list for longest; null when it is empty. */
  get first(): T | null {
    return this.#first;
  }

  /** The one that was added last; null when it is empty. */
  get last(): T | null {
    return this.#last;
  }

  /** Adds what is in no list behind all others. */
  add(link: T): void {
    link.earlier = this.#last;
    if (this.#last === null) this.#first = link;
    else this.#last.later = link;
    this.#last = link;
  }

  /** Takes out what is in this list. */
  remove(link: T): void {
    const { earlier, later } = link;
    if (earlier === null) this.#first = later;
    else earlier.later = later;
    if (later === null) this.#last = earlier;
    else later.earlier = earlier;
    link.earlier = null;
    link.later = null;
  }
}
