import { createHash } from 'node:crypto';
import { htmlText } from './html-text.js';
import { pageStyle } from './page-style.js';

/** What a page has beside its text; all of it stands in the page itself. */
export interface PageParts {
  /** Rules beside those of every page. */
  readonly style?: string;
  /** Our own code, never anything from outside. Runs when the page has been read. */
  readonly script?: string;
  /** What the script reads: the element `data`. */
  readonly data?: unknown;
  /** The page comes from a server, which its script may ask for more. It has no style but that of its style sheet. */
  readonly isLive?: boolean;
}

/**
 * One page that needs no other file and no network, in the light or dark colours that the reader's system asks for. `title` is
 * plain text, `body` is HTML. Its policy lets it run the one script that is in it and load nothing, so that even text that
 * slipped through unescaped could not act.
 */
export function htmlPage(title: string, body: string, parts: PageParts = {}): string {
  const { script, data } = parts;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(parts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${htmlText(title)}</title>
${parts.isLive ? noIcon : ''}<style>${styleOf(parts)}</style>
</head>
<body>
<main>
${body}
</main>
${data === undefined ? '' : dataElement(data)}${script === undefined ? '' : `<script>${script}</script>\n`}</body>
</html>
`;
}

/** Otherwise browsers ask the server for one. */
const noIcon = '<link rel="icon" href="data:,">\n';

/** What a page may load and run: its own script, and nothing else. */
export function contentPolicy(parts: PageParts): string {
  const { script, isLive = false } = parts;
  const styles = isLive ? `'sha256-${sha256(styleOf(parts))}'` : "'unsafe-inline'";
  const scripts = script === undefined ? '' : ` script-src 'sha256-${sha256(script)}';`;
  const asked = isLive ? " connect-src 'self';" : '';
  return `default-src 'none'; style-src ${styles}; img-src data:;${scripts}${asked} base-uri 'none'; form-action 'none'`;
}

function styleOf({ style = '' }: PageParts): string {
  return pageStyle + style;
}

/** No text in it can end the element, since it has no `<`. */
function dataElement(data: unknown): string {
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return `<script type="application/json" id="data">${json}</script>\n`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
