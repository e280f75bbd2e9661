import { createHash } from 'node:crypto';
import { pageStyle } from './page-style.js';

/** Text as it may stand in HTML and in attributes with double quotes. */
export function htmlText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** What a page has beside its text; all of it stands in the page itself. */
export interface PageParts {
  /** Rules beside those of every page. */
  readonly style?: string;
  /** Our own code, never anything from outside. Runs when the page has been read. */
  readonly script?: string;
  /** What the script reads: the element `data`. */
  readonly data?: unknown;
}

/**
 * One page that needs no other file and no network, in the light or dark colours that the reader's system asks for. `title` is
 * plain text, `body` is HTML. Its policy lets it run the one script that is in it and load nothing, so that even text that
 * slipped through unescaped could not act.
 */
export function htmlPage(title: string, body: string, { style = '', script, data }: PageParts = {}): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${htmlText(title)}</title>
<style>${pageStyle}${style}</style>
</head>
<body>
<main>
${body}
</main>
${data === undefined ? '' : dataElement(data)}${script === undefined ? '' : `<script>${script}</script>\n`}</body>
</html>
`;
}

function policy(script: string | undefined): string {
  const scripts = script === undefined ? '' : ` script-src 'sha256-${sha256(script)}';`;
  return `default-src 'none'; style-src 'unsafe-inline'; img-src data:;${scripts} base-uri 'none'; form-action 'none'`;
}

/** No text in it can end the element, since it has no `<`. */
function dataElement(data: unknown): string {
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return `<script type="application/json" id="data">${json}</script>\n`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
