/** An element of an XML document; texts are decoded. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Of the element itself, without its children's. */
  readonly text: string;
}

const forbidden = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads a document of elements, attributes and texts as strictly as XML 1.0 asks, without documents' types, comments and
 * sections, which our reports do not use. Throws an Error on anything else.
 */
export function readXml(document: string): XmlElement {
  if (forbidden.test(document)) throw new Error('holds a character that XML 1.0 forbids');
  const prolog = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!document.startsWith(prolog)) throw new Error('has no prolog');
  let at = prolog.length;
  const take = (form: RegExp): RegExpExecArray => {
    const sticky = new RegExp(form.source, 'uy');
    sticky.lastIndex = at;
    const found = sticky.exec(document);
    if (found === null) throw new Error(`wanted ${form} at ${JSON.stringify(document.slice(at, at + 40))}`);
    at = sticky.lastIndex;
    return found;
  };
  const element = (): XmlElement => {
    const [, name = ''] = take(/<([A-Za-z_][\w.-]*)/);
    const attributes: Record<string, string> = {};
    while (/\s/.test(document[at] ?? '')) {
      const [, key = '', value = ''] = take(/\s+([A-Za-z_][\w.-]*)="([^"<]*)"/);
      if (key in attributes) throw new Error(`${key} stands twice in ${name}`);
      // As a parser gives an attribute back: a plain line break is a space.
      attributes[key] = decoded(value.replace(/[\t\n\r]/g, ' '));
    }
    const [end] = take(/\/?>/);
    const children: XmlElement[] = [];
    let text = '';
    while (end === '>' && !document.startsWith('</', at)) {
      if (document[at] === '<') children.push(element());
      else text += decoded(take(/[^<]+/)[0]);
    }
    if (end === '>') take(new RegExp(`</${name}>`));
    return { name, attributes, children, text };
  };
  const root = element();
  if (document.slice(at).trim() !== '') throw new Error('goes on behind its root');
  return root;
}

function decoded(raw: string): string {
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.test(raw)) throw new Error(`has a bare & in ${raw}`);
  if (raw.includes(']]>')) throw new Error('has a bare ]]>');
  return raw.replace(/&(?:#(\d+)|(\w+));/g, (_, code, name) =>
    code === undefined ? (entities[name] ?? '') : String.fromCodePoint(Number(code)),
  );
}
