import { StartError } from './start-error.js';

/** The API gave no usable answer before anything was sent: another time it may. */
export class UnreachableError extends StartError {
  override readonly name = 'UnreachableError';
}
