import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expect } from 'vitest';

/** The schema as it is published. */
export const publishedSchema: unknown = JSON.parse(
  readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'),
);

/** Present only where there is something to tell; every other key of the schema is always written. */
const sometimes = ['beyondMs'];

/** The schema as this version writes reports: no key that it does not have, and every key that it has. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  if (typeof parts.properties !== 'object' || parts.properties === null) return parts;
  const required = Object.keys(parts.properties).filter((key) => !sometimes.includes(key));
  return { ...parts, required, additionalProperties: false };
}

function compiled(schema: unknown): ValidateFunction {
  if (typeof schema !== 'object' || schema === null) throw new Error('a schema is an object');
  return new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);
}

/** What users validate by. */
export const isReport = compiled(publishedSchema);
const isWholeReport = compiled(closed(publishedSchema));

/** Holds a report, as its file has it, to the schema, and to have neither a key more nor a key less than that. */
export function expectWholeReport(report: unknown): void {
  for (const validate of [isReport, isWholeReport]) {
    validate(report);
    expect(validate.errors ?? []).toEqual([]);
  }
}
