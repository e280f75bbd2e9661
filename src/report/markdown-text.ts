/**
 * Text from outside as it may stand in one line of GitHub-flavoured Markdown, in a table's cell too: it makes no markup, no link
 * and no new line. Control characters are left out.
 *
 * Source: https://github.github.com/gfm/#backslash-escapes and https://github.github.com/gfm/#autolinks-extension-
 */
export function markdownText(text: string): string {
  return (
    text
      .replace(/\s+/g, ' ')
      .replace(/\p{Cc}/gu, '')
      .trim()
      .replace(/[\\`*_{}[\]<>#|~!&$]/g, '\\$&')
      // What would begin a list, a heading's underline or a table's ruler at the start of a line.
      .replace(/^[-+=:]/, '\\$&')
      .replace(/^(\d+)([.)])(?= |$)/, '$1\\$2')
      // Bare addresses become links.
      .replaceAll('://', '\\://')
      .replace(/\bwww\./gi, (found) => `${found.slice(0, -1)}\\.`)
  );
}

/** A table whose first column is text and whose others are figures. Cells are Markdown already. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const ruler = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [head, ruler, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
