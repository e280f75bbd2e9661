/** Everything that may not stand in XML 1.0 at all, escaped or not: most control characters, halves of pairs, two others. */
const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/** As parsers would give them back: they make a space of a plain line break in an attribute, and a line feed of a return. */
const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/**
 * Text as it may stand in an element or an attribute of XML 1.0. Characters that XML forbids become U+FFFD.
 *
 * Source: https://www.w3.org/TR/xml/#charsets
 */
export function xmlText(text: string): string {
  return text.replace(forbidden, '\u{fffd}').replace(/[&<>"'\t\n\r]/g, (found) => escapes[found] ?? found);
}

/** An element with attributes in their order, and with what is XML already as its content. */
export function xmlElement(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: readonly string[] = [],
): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlText(String(value))}"`);
  const head = `<${name}${given.join('')}`;
  return content.length === 0 ? `${head}/>` : `${head}>${content.join('')}</${name}>`;
}
