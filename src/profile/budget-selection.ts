import { suggestion } from './nearest-name.js';

/** The part of the orders that a budget speaks of: those of one SKU, of one stage of the load, or of both. */
export interface BudgetSelection {
  /** Null for every SKU. */
  readonly sku: string | null;
  /** Counted from 1, as the profile lists them; null for all of them. */
  readonly stage: number | null;
}

/** What the keys of a selection are, for messages. */
const selectionKeys = ['sku', 'stage'];
export const wantedSelection = 'a selection like {sku=psn-tr-100}, {stage=2} or {sku=psn-tr-100,stage=2}';

const skuForm = 'sku\\s*=\\s*[A-Za-z0-9][A-Za-z0-9._-]{0,99}';
const stageForm = 'stage\\s*=\\s*[1-9]\\d{0,2}';
/** The source of a regular expression, without anchors, that every readable selection matches, brackets included. */
export const selectionForm = `\\{\\s*(?:${skuForm}(?:\\s*,\\s*${stageForm})?|${stageForm}(?:\\s*,\\s*${skuForm})?)\\s*\\}`;
const whole = new RegExp(`^${selectionForm}$`);

/** Reads `{sku=…}`, `{stage=…}` or both, brackets included; a text that can't be read gives what would have been right. */
export function parseSelection(text: string): BudgetSelection | string {
  if (!whole.test(text)) return wantedSelection + unknownKey(text);
  const value = (key: string) => new RegExp(`\\b${key}\\s*=\\s*([^\\s,}]+)`).exec(text)?.[1] ?? null;
  const stage = value('stage');
  return { sku: value('sku'), stage: stage === null ? null : Number(stage) };
}

/** `{sku=psn-tr-100,stage=2}`: the same text for the same selection, however it was written. */
export function selectionText({ sku, stage }: BudgetSelection): string {
  const parts = [sku === null ? [] : [`sku=${sku}`], stage === null ? [] : [`stage=${stage}`]];
  return `{${parts.flat().join(',')}}`;
}

function unknownKey(text: string): string {
  const keys = [...text.matchAll(/([\w-]+)\s*=/g)].map(([, key = '']) => key);
  const strange = keys.find((key) => !selectionKeys.includes(key));
  return strange === undefined ? '' : ` instead of the key ${strange}${suggestion(strange, selectionKeys)}`;
}
