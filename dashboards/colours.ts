import type { Step } from './dashboard-plan.js';

/** Grafana's names of colours, by what they say. */
export const colours = {
  good: 'green',
  warning: 'orange',
  bad: 'red',
  plain: 'blue',
  quiet: 'text',
} as const;

/** Bad below this value. */
export function goodFrom(value: number): readonly Step[] {
  return [
    { from: null, colour: colours.bad },
    { from: value, colour: colours.good },
  ];
}

/** Bad from this value on, a warning from another one on where there is one. */
export function badFrom(value: number, warningFrom?: number): readonly Step[] {
  const warning = warningFrom === undefined ? [] : [{ from: warningFrom, colour: colours.warning }];
  return [{ from: null, colour: colours.good }, ...warning, { from: value, colour: colours.bad }];
}

/** What is neither good nor bad. */
export const neutral: readonly Step[] = [{ from: null, colour: colours.plain }];
