/**
 * Makes the children of an element what `html` says, and touches only what differs: focus, selected text and scrolled tables stay as
 * they are while the figures around them change.
 */
export function patchChildren(element: Element, html: string): void {
  const template = document.createElement('template');
  template.innerHTML = html;
  patch(element, template.content);
}

function patch(current: ParentNode & Node, wanted: Node): void {
  const olds = [...current.childNodes];
  const news = [...wanted.childNodes];
  for (const [place, next] of news.entries()) {
    const old = olds[place];
    if (old === undefined) current.appendChild(next);
    else if (!isSameKind(old, next)) current.replaceChild(next, old);
    else if (old instanceof Element && next instanceof Element) {
      patchAttributes(old, next);
      patch(old, next);
    } else if (old.nodeValue !== next.nodeValue) old.nodeValue = next.nodeValue;
  }
  for (const old of olds.slice(news.length)) current.removeChild(old);
}

function isSameKind(old: Node, next: Node): boolean {
  return old.nodeType === next.nodeType && old.nodeName === next.nodeName;
}

function patchAttributes(old: Element, next: Element): void {
  for (const { name } of [...old.attributes]) if (!next.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of [...next.attributes])
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
}
