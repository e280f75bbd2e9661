/** The element of this id. Throws an Error where the page has none, which is a defect of ours. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no element ${id}`);
  return element;
}
