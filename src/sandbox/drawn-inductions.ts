import { apiInductions, type Induction, orderInductions, webhookInductions } from '../contract/induction.js';
import { randomSource } from '../random.js';
import { type InductionSet, inductionSet, orderInductionSet, overlaps } from './induction-set.js';
import type { SandboxOptions } from './sandbox-options.js';

export interface InductionDraws {
  /** What order `number` is made to meet: what was requested for it, and what the rates draw for it. */
  forOrder(number: number, requested: InductionSet): InductionSet;
  /** What create call `call` is made to meet, by rate. Drawn per call and not per order, so that a retry can succeed. */
  forCall(call: number): InductionSet;
}

type Rates = Pick<SandboxOptions, 'seed' | 'failures' | 'webhooks' | 'api'>;

/** Draws inductions from the configured rates. A requested fate of an order wins over a drawn one. */
export function inductionDraws({ seed, failures, webhooks, api }: Rates): InductionDraws {
  const drawFate = oneOf(seed, 'fate', orderInductions, failures);
  const drawFault = oneOf(
    seed,
    'call fault',
    apiInductions.filter((name) => name !== 'forget_key'),
    api,
  );
  const independent = [
    ...webhookInductions.map((name) => each(seed, name, webhooks[name])),
    each(seed, 'forget_key', api.forget_key),
  ].filter((draw) => draw !== null);
  return {
    forOrder(number, requested) {
      let set = requested;
      if (!overlaps(set, orderInductionSet)) set |= drawFate(number);
      for (const draw of independent) set |= draw(number);
      return set;
    },
    forCall: drawFault,
  };
}

type Draw = (n: number) => InductionSet;

/** At most one of `names`: the unit interval is cut into pieces as long as their rates. */
function oneOf<N extends Induction>(
  seed: number,
  purpose: string,
  names: readonly N[],
  rates: Readonly<Partial<Record<N, number>>>,
): Draw {
  const pieces: { readonly below: number; readonly set: InductionSet }[] = [];
  let below = 0;
  for (const name of names) {
    below += rates[name] ?? 0;
    if (rates[name]) pieces.push({ below, set: inductionSet(name) });
  }
  if (pieces.length === 0) return () => 0;
  const source = randomSource(seed, purpose);
  return (n) => {
    const uniform = source.uniform(n);
    return pieces.find((piece) => uniform < piece.below)?.set ?? 0;
  };
}

function each(seed: number, name: Induction, rate: number | undefined): Draw | null {
  if (!rate) return null;
  const source = randomSource(seed, `induce ${name}`);
  const set = inductionSet(name);
  return (n) => (source.uniform(n) < rate ? set : 0);
}
