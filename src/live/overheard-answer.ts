import { maxBodyBytes } from '../contract/endpoints.js';

/** Told the body of an answer, null for one that is too large; or the error that reading it ended with. */
export type BodyTold = (body: Buffer | null, error?: unknown) => void;

/** Ways to read an answer, and the bytes of what each gives. */
const readers: Readonly<Record<string, (given: unknown) => Buffer | null>> = {
  json: (given) => Buffer.from(JSON.stringify(flat(given))),
  text: (given) => (typeof given === 'string' && given.length <= maxBodyBytes ? Buffer.from(given) : null),
  arrayBuffer: (given) => (given instanceof ArrayBuffer ? short(Buffer.from(given)) : null),
  bytes: (given) => (given instanceof Uint8Array ? short(Buffer.from(given)) : null),
};
/** Ways to have an answer that can't be listened to: a copy is made before, and read beside. */
const copied = ['body', 'clone', 'blob', 'formData'] as const;

/** What an order's answer has of fields is less, and shorter. */
const maxFields = 64;
const maxFieldLength = 1_024;

/**
 * Where an answer keeps who listens to it. A WeakMap beside it would do the same, and have the garbage collector look at all of its
 * entries at every turn.
 */
const listenerOf = Symbol('who listens to this answer');
/** What stands between an answer that is listened to and its class, made once for each class of answers. */
const overhearing = new WeakMap<object, object>();

/**
 * Overhears an answer of `fetch` while the service reads it. Nothing is read ahead of the service, and nothing is copied where it
 * reads JSON, text or bytes: a copy of the stream costs more than everything else that is done for an order.
 *
 * Until then the answer has a prototype of ours before its own. Eight properties of its own would do the same, and cost a hundred
 * times as much.
 *
 * @param told called once, or never where the service never reads the answer
 * @returns reads a copy at once, whether the service reads the answer or not
 */
export function overhearAnswer(answer: object, told: BodyTold): () => void {
  const ownClass: unknown = Object.getPrototypeOf(answer);
  if (typeof ownClass !== 'object' || ownClass === null) throw new TypeError('the answer is of no class');
  const listener = new AnswerListener(answer, ownClass, told);
  Reflect.set(answer, listenerOf, listener);
  Object.setPrototypeOf(answer, overhearingOf(ownClass));
  return () => listener.copy();
}

class AnswerListener {
  #isCopied = false;
  #isTold = false;

  constructor(
    private readonly answer: object,
    private readonly ownClass: object,
    private readonly told: BodyTold,
  ) {}

  /** The service reads: what comes of it is the body. */
  hear(reading: unknown, bytesOf: (given: unknown) => Buffer | null): void {
    if (!(reading instanceof Promise)) return;
    reading.then(
      (given) => this.#tellBytes(given, bytesOf),
      (error) => this.#tell(null, error ?? 'failed'),
    );
  }

  /** Reads a copy beside the service, once. */
  copy(): void {
    if (this.#isCopied || this.#isTold) return;
    this.#isCopied = true;
    readCopy(this.answer, this.ownClass).then(
      (body) => this.#tell(body),
      (error) => this.#tell(null, error ?? 'no copy'),
    );
  }

  #tellBytes(given: unknown, bytesOf: (given: unknown) => Buffer | null): void {
    try {
      this.#tell(bytesOf(given));
    } catch (error) {
      this.#tell(null, error);
    }
  }

  #tell(body: Buffer | null, error?: unknown): void {
    if (this.#isTold) return;
    this.#isTold = true;
    if (Object.getPrototypeOf(this.answer) === overhearing.get(this.ownClass))
      Object.setPrototypeOf(this.answer, this.ownClass);
    this.told(body, error);
  }
}

function overhearingOf(ownClass: object): object {
  const known = overhearing.get(ownClass);
  if (known !== undefined) return known;
  const made: object = Object.create(ownClass);
  for (const [name, bytesOf] of Object.entries(readers)) {
    if (name in ownClass) Object.defineProperty(made, name, overheardMethod(ownClass, name, bytesOf));
  }
  for (const name of copied)
    if (name in ownClass) Object.defineProperty(made, name, copiedProperty(ownClass, name));
  overhearing.set(ownClass, made);
  return made;
}

function listenerTo(answer: object): AnswerListener | null {
  const listener: unknown = Reflect.get(answer, listenerOf);
  return listener instanceof AnswerListener ? listener : null;
}

/** The caller gets exactly what the method gives. */
function overheardMethod(
  ownClass: object,
  name: string,
  bytesOf: (given: unknown) => Buffer | null,
): PropertyDescriptor {
  const value = function (this: object, ...args: unknown[]): unknown {
    const reading: unknown = Reflect.apply(Reflect.get(ownClass, name), this, args);
    listenerTo(this)?.hear(reading, bytesOf);
    return reading;
  };
  return { value, configurable: true, writable: true };
}

function copiedProperty(ownClass: object, name: string): PropertyDescriptor {
  const get = function (this: object): unknown {
    listenerTo(this)?.copy();
    return Reflect.get(ownClass, name, this);
  };
  return { get, configurable: true };
}

/** Reads a copy up to the limit, and lets go of the rest. */
async function readCopy(answer: object, ownClass: object): Promise<Buffer | null> {
  const clone: unknown = Reflect.get(ownClass, 'clone');
  if (typeof clone !== 'function') throw new TypeError('the answer has no clone()');
  const { body } = Reflect.apply(clone, answer, []) as { body: AsyncIterable<Uint8Array> | null };
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body ?? []) {
    bytes += piece.length;
    if (bytes > maxBodyBytes) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** The fields of a JSON value that an order's answer may have, so that a large value costs no more than a small one. */
function flat(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const fields: Record<string, unknown> = {};
  let left = maxFields;
  for (const name in value) {
    if (left === 0) break;
    left -= 1;
    const field: unknown = Reflect.get(value, name);
    if (isShort(field)) fields[name] = field;
  }
  return fields;
}

function isShort(field: unknown): boolean {
  return typeof field === 'string' ? field.length <= maxFieldLength : typeof field !== 'object';
}

function short(bytes: Buffer): Buffer | null {
  return bytes.length <= maxBodyBytes ? bytes : null;
}
