/** Text as it may stand in HTML and in attributes with double quotes. */
export function htmlText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/**
 * One page that needs no other file and no network, in the light or dark colours that the reader's system asks for. `title` is
 * plain text, `body` is HTML.
 */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${htmlText(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

/** Three series that are told apart without colour, too: each has a dash of its own and its name at its end. */
const style = `
:root { --paper: #fff; --ink: #1a1a1a; --faint: #6b6b6b; --rule: #d9d9d9;
  --first: #0b63c4; --second: #9a5b00; --third: #b3123b; --good: #1b7f3b; --bad: #b3123b; --unsure: #6b6b6b; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #16181b; --ink: #ececec; --faint: #a0a0a0; --rule: #3a3d42;
    --first: #6db3ff; --second: #f0b35a; --third: #ff7f9c; --good: #6fd08c; --bad: #ff7f9c; --unsure: #a0a0a0; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p, ul { margin: .25rem 0; }
.faint { color: var(--faint); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .75rem .25rem 0; text-align: right; border-bottom: 1px solid var(--rule); white-space: nowrap; }
th:last-child, td:last-child { text-align: left; padding-right: 0; }
th { font-weight: 600; }
svg { display: block; width: 100%; height: auto; font: 12px system-ui, sans-serif; fill: var(--ink); }
svg .grid { stroke: var(--rule); stroke-width: 1; }
svg .tick { fill: var(--faint); }
svg .line { fill: none; stroke-width: 2; }
svg .first { stroke: var(--first); } svg text.first { fill: var(--first); stroke: none; }
svg .second { stroke: var(--second); stroke-dasharray: 7 3; }
svg text.second { fill: var(--second); stroke: none; }
svg .third { stroke: var(--third); stroke-dasharray: 2 3; }
svg text.third { fill: var(--third); stroke: none; }
svg .budget { stroke-width: 1; stroke-dasharray: 1 4; }
svg .mark { stroke-width: 2; stroke-dasharray: none; fill: var(--paper); }
svg .answer { stroke: var(--good); stroke-width: 1.5; }
svg text.answer { fill: var(--good); stroke: none; }
`;
