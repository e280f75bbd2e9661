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
 * Overhears an answer of `fetch` while the service reads it. Nothing is read ahead of the service, and nothing is copied where it
 * reads JSON, text or bytes: a copy of the stream costs more than everything else that is done for an order.
 *
 * @param told called once, or never where the service never reads the answer
 * @returns reads a copy at once, whether the service reads the answer or not
 */
export function overhearAnswer(answer: object, told: BodyTold): () => void {
  let isTold = false;
  const tell: BodyTold = (body, error) => {
    if (isTold) return;
    isTold = true;
    told(body, error);
  };
  for (const [name, bytesOf] of Object.entries(readers)) overhearMethod(answer, name, bytesOf, tell);
  let isCopied = false;
  const copy = (): void => {
    if (isTold || isCopied) return;
    isCopied = true;
    readCopy(answer).then(tell, (error) => tell(null, error ?? 'no copy'));
  };
  for (const name of copied) beforeAccess(answer, name, copy);
  return copy;
}

/** The caller gets exactly what the method gives. */
function overhearMethod(
  answer: object,
  name: string,
  bytesOf: (given: unknown) => Buffer | null,
  tell: BodyTold,
): void {
  const method: unknown = Reflect.get(answer, name);
  if (typeof method !== 'function') return;
  const value = function (this: unknown, ...args: unknown[]): unknown {
    const reading: unknown = Reflect.apply(method, this, args);
    if (reading instanceof Promise) {
      reading.then((given) => tell(bytesOf(given))).catch((error) => tell(null, error ?? 'failed'));
    }
    return reading;
  };
  Object.defineProperty(answer, name, { value, configurable: true, writable: true });
}

/** `before` is called whenever somebody asks for this property; it may not throw. */
function beforeAccess(answer: object, name: string, before: () => void): void {
  // Of an object that is no class's, properties can't be watched without taking them away.
  if (Object.hasOwn(answer, name) || !(name in answer)) return;
  const get = (): unknown => {
    before();
    return Reflect.get(Object.getPrototypeOf(answer), name, answer);
  };
  Object.defineProperty(answer, name, { get, configurable: true });
}

/** Reads a copy up to the limit, and lets go of the rest. */
async function readCopy(answer: object): Promise<Buffer | null> {
  const clone: unknown = Reflect.get(Object.getPrototypeOf(answer), 'clone');
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
  const fields = Object.entries(value).slice(0, maxFields);
  return Object.fromEntries(fields.filter(([, field]) => isShort(field)));
}

function isShort(field: unknown): boolean {
  return typeof field === 'string' ? field.length <= maxFieldLength : typeof field !== 'object';
}

function short(bytes: Buffer): Buffer | null {
  return bytes.length <= maxBodyBytes ? bytes : null;
}
