/**
 * The same as `draw`, drawn once for all who ask in one turn of the event loop: nothing happens between their questions. For what
 * is costly and asked for by several readers of one instant.
 */
export function onceATurn<T>(draw: () => T): () => T {
  let drawn: { readonly value: T } | null = null;
  return () => {
    if (drawn === null) {
      drawn = { value: draw() };
      queueMicrotask(() => {
        drawn = null;
      });
    }
    return drawn.value;
  };
}
