/** A port of this machine that nobody listened on a moment ago, and that stays free while its process is restarted. */
export function freePort(): Promise<number>;
