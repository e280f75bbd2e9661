// How two contestants compare that played in turns.

export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * All turns of the one beside all of the other; the note tells how the two compare turn by turn.
 *
 * @param {number[]} own how fast it was in each of its turns
 * @param {number[]} other of the other one, in the turn right after or before
 */
export function sideBySide(own, other) {
  const ratios = own.map((value, turn) => value / other[turn]).sort((a, b) => a - b);
  const at = (share) => ratios[Math.floor(share * (ratios.length - 1))].toFixed(2);
  return {
    ratio: mean(own) / mean(other),
    note: `${own.length} turns of each; turn by turn ${at(0)} to ${at(1)}, half of them ${at(0.25)} to ${at(0.75)}, median ${at(0.5)}`,
  };
}
