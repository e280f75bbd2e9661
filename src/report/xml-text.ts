/** Everything that may not stand in XML 1.0 at all, escaped or not: most control characters, halves of pairs, two others. */
const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/**
 * Text as it may stand in an element of XML 1.0. Characters that XML forbids become U+FFFD. A plain return would come back as a
 * line feed.
 *
 * Source: https://www.w3.org/TR/xml/#charsets
 */
export function xmlText(text: string): string {
  return escaped(text, /[&<>\r]/g);
}

/** Text as it may stand in an attribute with double quotes, where plain line breaks and tabs would come back as spaces. */
function xmlAttribute(text: string): string {
  return escaped(text, /[&<>"\t\n\r]/g);
}

function escaped(text: string, special: RegExp): string {
  return text.replace(forbidden, '\u{fffd}').replace(special, (found) => escapes[found] ?? found);
}

/** An element with attributes in their order, and with what is XML already as its content. */
export function xmlElement(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: readonly string[] = [],
): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlAttribute(String(value))}"`);
  const head = `<${name}${given.join('')}`;
  return content.length === 0 ? `${head}/>` : `${head}>${content.join('')}</${name}>`;
}
