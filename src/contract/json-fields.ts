import { ContractError } from './contract-error.js';
import { maxBodyBytes } from './endpoints.js';

/** A JSON object whose fields nobody has looked at yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The JSON object in `body`. Throws a ContractError that names `what` when there is none. */
export function readJsonObject(body: Buffer, what: string): JsonObject {
  if (body.length > maxBodyBytes) {
    throw new ContractError(
      'too_large',
      `${what} has ${body.length} bytes; at most ${maxBodyBytes} are read`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new ContractError('not_json', `${what} is not JSON (${body.length} bytes)`);
  }
  if (!isJsonObject(value)) {
    throw new ContractError('wrong_type', `${what} is ${typeName(value)}; wanted a JSON object`);
  }
  return value;
}

/** A string that has to be there and not to be empty. */
export function stringField(object: JsonObject, name: string, what: string): string {
  const value = object[name];
  if (value === undefined || value === null || value === '') {
    throw new ContractError('missing_field', `${what} has no ${name}`);
  }
  if (typeof value !== 'string') {
    throw new ContractError('wrong_type', `${name} of ${what} is ${typeName(value)}; wanted a string`);
  }
  return value;
}

/** An object that has to be there. */
export function objectField(object: JsonObject, name: string, what: string): JsonObject {
  const value = object[name];
  if (value === undefined || value === null)
    throw new ContractError('missing_field', `${what} has no ${name}`);
  if (!isJsonObject(value)) {
    throw new ContractError('wrong_type', `${name} of ${what} is ${typeName(value)}; wanted an object`);
  }
  return value;
}

/** An array of objects that has to be there. */
export function objectsField(object: JsonObject, name: string, what: string): readonly JsonObject[] {
  const value = object[name];
  if (value === undefined || value === null)
    throw new ContractError('missing_field', `${what} has no ${name}`);
  if (!Array.isArray(value) || !value.every(isJsonObject)) {
    const found = Array.isArray(value) ? 'an array with other things in it' : typeName(value);
    throw new ContractError('wrong_type', `${name} of ${what} is ${found}; wanted an array of objects`);
  }
  return value;
}

/** A finite number that has to be there. */
export function numberField(object: JsonObject, name: string, what: string): number {
  const value = object[name];
  if (value === undefined || value === null)
    throw new ContractError('missing_field', `${what} has no ${name}`);
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new ContractError('wrong_type', `${name} of ${what} is ${typeName(value)}; wanted a number`);
  }
  return value;
}

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The type, never the value: a value may be a delivered code. */
function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `of type ${typeof value}`;
}
