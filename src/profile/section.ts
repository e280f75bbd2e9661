import { z } from 'zod';

/** Separates the names in the message of an unknown key. */
const separator = ', ';

/**
 * A mapping that allows the keys of `shape` and no others. The message of each issue is what would have been right; for
 * unknown keys it is the list of known ones, to be read by `knownKeys`.
 */
export function section<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> {
  const names = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? names.join(separator) : `a mapping with keys such as ${names[0]}`,
  });
}

/** The keys that a section allows, from the message of its issue about unknown keys. */
export function knownKeys(message: string): string[] {
  return message.split(separator);
}
