/** What a field has to be, in words and as a check. */
export type FieldCheck = readonly [wanted: string, holds: (value: unknown) => boolean];

/** A check for each field of a record. */
export type RecordShape<R> = { readonly [K in keyof R]-?: FieldCheck };

export const isText: FieldCheck = ['a text', (value) => typeof value === 'string'];
export const isNumber: FieldCheck = ['a number', (value) => typeof value === 'number'];

export const isSwitch: FieldCheck = ['true or false', (value) => typeof value === 'boolean'];

/** Also null. */
export function orNull([wanted, holds]: FieldCheck): FieldCheck {
  return [`${wanted} or null`, (value) => value === null || holds(value)];
}

export function isListOf([wanted, holds]: FieldCheck): FieldCheck {
  return [`a list, each of it ${wanted}`, (value) => Array.isArray(value) && value.every(holds)];
}

/** A record of its own, with the fields that `shape` names. */
export function isRecordOf<R>(wanted: string, shape: RecordShape<R>): FieldCheck {
  return [
    wanted,
    (value) => typeof value === 'object' && value !== null && typeof recordOf(value, shape) !== 'string',
  ];
}

/** The fields that `shape` names, or one sentence on the first of them that is not what it has to be. */
export function recordOf<R>(record: object, shape: RecordShape<R>): R | string {
  const found = new Map<string, unknown>(Object.entries(record));
  const fields: [string, unknown][] = [];
  for (const [name, [wanted, holds]] of Object.entries<FieldCheck>(shape)) {
    const value = found.get(name);
    if (!holds(value)) return `has ${name} = ${JSON.stringify(value)}; wanted ${wanted}`;
    fields.push([name, value]);
  }
  // Each field was checked: this is the border where a record that was read gets its type.
  return Object.fromEntries(fields) as R;
}
