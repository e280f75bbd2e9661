import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A step of the composite action. */
export interface ActionStep {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface ActionInput {
  readonly description: string;
  readonly default: string;
}

export interface Action {
  readonly inputs: Readonly<Record<string, ActionInput>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly ActionStep[] };
}

function textOf(file: string): string {
  return readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
}

/** The action as GitHub reads it. */
export const action: Action = parse(textOf('action.yml'));
export const documentation = textOf('docs/ci.md');

/** The step of this id, with a script. */
export function scriptOf(id: string): string {
  const script = action.runs.steps.find((step) => step.id === id)?.run;
  if (script === undefined) throw new Error(`the action has no script ${id}`);
  return script;
}
