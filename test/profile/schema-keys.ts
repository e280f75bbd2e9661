/** One key of a JSON Schema, with the path that documentation gives it: `load.stages[].rate`. */
export interface SchemaKey {
  readonly path: string;
  readonly description: unknown;
  /** Undefined where the schema has none. */
  readonly byDefault: unknown;
}

/** Every key that a JSON Schema of objects and lists describes, at any depth. */
export function schemaKeys(schema: unknown, path = ''): SchemaKey[] {
  const own = Object.entries(field(schema, 'properties') ?? {}).flatMap(([name, inner]) => {
    const innerPath = path === '' ? name : `${path}.${name}`;
    const key = {
      path: innerPath,
      description: field(inner, 'description'),
      byDefault: field(inner, 'default'),
    };
    return [key, ...schemaKeys(inner, innerPath)];
  });
  const items = field(schema, 'items');
  const ofItems = items === undefined ? [] : schemaKeys(items, `${path}[]`);
  return [...own, ...ofItems, ...ofForms(schema, path)];
}

/** The keys of a section that has several forms. One that several forms have is told as the first of them has it. */
function ofForms(schema: unknown, path: string): SchemaKey[] {
  const forms = field(schema, 'oneOf');
  if (!Array.isArray(forms)) return [];
  const keys = new Map<string, SchemaKey>();
  for (const key of forms.flatMap((form) => schemaKeys(form, path)))
    if (!keys.has(key.path)) keys.set(key.path, key);
  return [...keys.values()];
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
