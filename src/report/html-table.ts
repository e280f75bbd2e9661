import { htmlText } from './html-text.js';

/**
 * A table whose first column is text and whose others are figures. All cells are plain text. It scrolls by itself where it is
 * wider than the page, by keyboard, too: `name` is what it is called then.
 */
export function htmlTable(
  name: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const heads = head.map((text) => `<th scope="col">${htmlText(text)}</th>`);
  const lines = rows.map(([first = '', ...cells]) => {
    const others = cells.map((cell) => `<td>${htmlText(cell)}</td>`);
    return `<tr><th scope="row">${htmlText(first)}</th>${others.join('')}</tr>`;
  });
  return scrolling(
    name,
    `<table class="text-first"><thead><tr>${heads.join('')}</tr></thead><tbody>${lines.join('\n')}</tbody></table>`,
  );
}

/** What may be wider than the page, or long, as a region that can be scrolled by keyboard. `html` is HTML. */
export function scrolling(name: string, html: string): string {
  return `<div class="scroll" tabindex="0" role="region" aria-label="${htmlText(name)}">${html}</div>`;
}
