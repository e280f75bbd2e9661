/** Assumption: a webhook whose timestamp is further than this from our wall clock is refused, either way. */
export const timestampToleranceS = 300;

const wholeSeconds = /^[0-9]{1,12}$/;

/** The timestamp in whole seconds, or the sentence that says why it is none or too far from `nowS`. */
export function readTimestamp(text: string, nowS: number): number | string {
  if (!wholeSeconds.test(text)) return 'the timestamp is not a whole number of seconds';
  const timestampS = Number(text);
  const awayS = Math.abs(nowS - timestampS);
  if (awayS > timestampToleranceS) {
    return `the timestamp is ${Math.ceil(awayS)} s away from this machine's clock; at most ${timestampToleranceS} s are allowed`;
  }
  return timestampS;
}
