import { config } from 'zod/v4/core';

/**
 * For the process of a command, before any schema is made: a profile is read once, and to make code for it, as zod does for what is
 * parsed often, takes longer than to parse it.
 */
export function parseOnce(): void {
  config({ jitless: true });
}
