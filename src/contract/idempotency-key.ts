const uuidV4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Whether `text` is a UUID of version 4 as RFC 9562 writes it: the form the header-key guide asks for. */
export function isIdempotencyKey(text: string): boolean {
  return uuidV4.test(text);
}
