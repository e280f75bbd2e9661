/** Seeds that failed once. What they showed has tests of its own, too: a scenario changes when its drawing does. */
export const keptSeeds: readonly { readonly seed: number; readonly showed: string }[] = [
  {
    seed: 21,
    showed: 'a rate limit after an answer that was lost was taken for a refusal, though the order was made',
  },
  { seed: 69, showed: 'one refused twin hid that the other one, without an answer, had made the order' },
  {
    seed: 86,
    showed: 'orders for the wrong region made room under the spend limit before their refund had come',
  },
];
