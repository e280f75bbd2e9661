/**
 * A run whose measurement was invalid can't be compared: its figures tell of the instrument. The message names the run and says
 * why. Leads to exit code 4.
 */
export class InvalidRunError extends Error {
  override readonly name = 'InvalidRunError';
}
