import { describe, expect, it } from 'vitest';
import { comparedSides, type SidesGiven } from '../../src/commands/compared-sides.js';

function sides(given: Partial<SidesGiven>) {
  return comparedSides({ runs: [], headsAfter: null, base: [], head: [], ...given });
}

describe('the sides of a comparison', () => {
  it('are base and head where two runs are given', () => {
    expect(sides({ runs: ['a', 'b'] })).toEqual({ base: ['a'], head: ['b'] });
  });

  it('are what stands before and behind two dashes', () => {
    expect(sides({ runs: ['a', 'b', 'c'], headsAfter: 2 })).toEqual({ base: ['a', 'b'], head: ['c'] });
  });

  it('are what the flags say', () => {
    expect(sides({ base: ['a', 'b'], head: ['c'] })).toEqual({ base: ['a', 'b'], head: ['c'] });
  });

  it.each<[Partial<SidesGiven>, string]>([
    [{}, '0 runs are given; wanted one base and one head'],
    [{ runs: ['a'] }, '1 run is given'],
    [{ runs: ['a', 'b', 'c'] }, '3 runs are given'],
    [{ runs: ['a'], headsAfter: 1 }, 'no run is given as head'],
    [{ runs: ['a'], headsAfter: 0 }, 'no run is given as base'],
    [{ base: ['a'] }, 'no run is given as head'],
    [{ runs: ['x'], base: ['a'], head: ['b'] }, 'x stands without --base or --head'],
  ])('are refused where they are not clear: %j', (given, message) => {
    expect(() => sides(given)).toThrow(message);
  });
});
