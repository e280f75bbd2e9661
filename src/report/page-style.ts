/**
 * How every page looks: one column, quiet colours, figures of equal width. Text has a contrast of 4.5 and more in both schemes,
 * lines of 3 and more; colours repeat what words, dashes or forms say as well. Printed pages are always light.
 */
export const pageStyle = `
:root { color-scheme: light dark; --paper: #fff; --card: #f6f7f8; --ink: #1a1c1f; --faint: #5c626a; --rule: #d9dce0;
  --first: #0b63c4; --second: #9a5b00; --third: #b3123b; --fourth: #1b7f3b; --fifth: #6b3fa0; --sixth: #00767a;
  --seventh: #7a6a00; --eighth: #5b6470; --good: #1b7f3b; --bad: #b3123b; --unsure: #5c626a; --blame: #8a4b00; }
@media (prefers-color-scheme: dark) { :root { --paper: #15171a; --card: #1e2125; --ink: #ececee; --faint: #a4aab2;
  --rule: #3a3e44; --first: #6db3ff; --second: #f0b35a; --third: #ff7f9c; --fourth: #6fd08c; --fifth: #c3a1ff;
  --sixth: #4fd1cf; --seventh: #d9c64a; --eighth: #aab4c0; --good: #6fd08c; --bad: #ff7f9c; --unsure: #a4aab2;
  --blame: #f0b35a; } }
@media print { :root { color-scheme: light; --paper: #fff; --card: #f6f7f8; --ink: #1a1c1f; --faint: #5c626a; --rule: #d9dce0;
  --first: #0b63c4; --second: #9a5b00; --third: #b3123b; --fourth: #1b7f3b; --fifth: #6b3fa0; --sixth: #00767a;
  --seventh: #7a6a00; --eighth: #5b6470; --good: #1b7f3b; --bad: #b3123b; --unsure: #5c626a; --blame: #8a4b00; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 system-ui, sans-serif;
  -webkit-text-size-adjust: 100%; }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 3rem 0 .5rem; }
h3 { font-size: 1rem; line-height: 1.4; margin: 1.75rem 0 .25rem; }
p, ul { margin: .25rem 0; max-width: 46rem; }
ul { padding-left: 1.25rem; }
li, dd, code { overflow-wrap: anywhere; }
code { font: .9em/1.5 ui-monospace, monospace; }
.faint { color: var(--faint); }
.scroll { overflow-x: auto; max-width: 100%; }
:focus-visible { outline: 2px solid var(--first); outline-offset: 3px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem 1.25rem .3rem 0; text-align: right; border-bottom: 1px solid var(--rule); white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
th { font-weight: 600; color: var(--faint); font-size: .87rem; }
.wide-last th:last-child, .wide-last td:last-child, .text-first th:first-child, .text-first td:first-child,
  .text-first th[scope=row], .text-second :is(th, td):nth-child(2) { text-align: left; }
.text-first th[scope=row] { color: inherit; font-size: inherit; }
svg { display: block; width: 100%; height: auto; font: 12px system-ui, sans-serif; fill: var(--ink); overflow: visible; }
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
svg .halo { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print { body { font-size: 10.5pt; } main { max-width: none; padding: 0; } h2 { break-after: avoid; }
  h2, h3, figcaption { break-after: avoid; } figure, tr, svg, .card { break-inside: avoid; } thead { display: table-header-group; }
  .scroll { overflow: visible; max-height: none; } th, td { white-space: normal; } }
`;
