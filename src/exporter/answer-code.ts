/** What a create call was answered with, as a label: a closed list. `error`: no usable answer came. */
export const answerCodes = ['2xx', '402', '409', '429', '4xx', '5xx', 'error'] as const;
export type AnswerCode = (typeof answerCodes)[number];

/** The label of an HTTP status; `null` where there was no answer. */
export function answerCodeOf(status: number | null): AnswerCode {
  if (status === null) return 'error';
  if (status === 402 || status === 409 || status === 429) return `${status}`;
  if (status >= 200 && status < 300) return '2xx';
  if (status >= 400 && status < 500) return '4xx';
  return status >= 500 && status < 600 ? '5xx' : 'error';
}
