/** What a run's page has beside the rules of every page. */
export const runPageStyle = `
.verdict { display: flex; gap: .75rem 1.5rem; flex-wrap: wrap; align-items: baseline; margin: 1rem 0 .5rem; }
.badge { font-size: 1.5rem; font-weight: 700; letter-spacing: .04em; padding: .1em .6em; border: 2px solid; border-radius: .4em; }
.pass { color: var(--good); } .fail { color: var(--bad); } .inconclusive { color: var(--unsure); } .invalid { color: var(--blame); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 1.5rem 0 0; padding: 0;
  list-style: none; max-width: none; }
.tiles li { background: var(--card); border-radius: .5rem; padding: .75rem 1rem; }
.tiles strong { display: block; font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; line-height: 1.3; }
figure { margin: 0 0 1rem; } figcaption { max-width: 46rem; }
.narrow { display: none; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; margin: .5rem 0; max-width: none; }
.legend svg { display: inline-block; width: 28px; height: 10px; margin-right: .5rem; vertical-align: 1px; }
.chart { min-height: 220px; width: 100%; overflow: hidden; }
.readout { min-height: 1.55em; margin: 0; font-variant-numeric: tabular-nums; font-size: .9rem; }
.u-select { background: color-mix(in srgb, var(--first) 15%, transparent); }
.u-hz .u-cursor-x, .u-hz .u-cursor-y { border-color: var(--faint); }
details { margin: .25rem 0 0; } summary { cursor: pointer; color: var(--faint); padding: .25rem 0; width: fit-content; }
details .scroll { max-height: 22rem; overflow: auto; }
.budgets { width: 100%; } .budgets code { display: inline-block; min-width: 14.5rem; white-space: normal; }
.budgets thead th { white-space: normal; } .budgets .faint { display: block; } .budgets :is(th, td) { padding-right: 1rem; } .budgets td, .budgets th { vertical-align: middle; }
.outcome { white-space: nowrap; } .picture { width: 220px; } .picture svg { width: 220px; margin-left: auto; }
svg .kept { fill: var(--good); opacity: .13; } svg .axis { stroke: var(--rule); }
svg .threshold { stroke: var(--ink); stroke-width: 2; }
svg .interval { fill: none; stroke-width: 2; } svg .interval.pass { stroke: var(--good); } svg .interval.fail { stroke: var(--bad); }
svg .interval.inconclusive { stroke: var(--unsure); }
svg .seen.pass { fill: var(--good); } svg .seen.fail { fill: var(--bad); } svg .seen.inconclusive { fill: var(--unsure); }
svg .promise { fill: none; stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 5 4; }
svg .late { fill: var(--bad); opacity: .14; } svg .late-text { fill: var(--bad); }
svg .deadline { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 8 3 2 3; }
svg .point { fill: var(--first); stroke: var(--paper); stroke-width: 1.5; }
svg .bar.plain { fill: var(--first); } svg .bar.good { fill: var(--good); } svg .bar.bad { fill: var(--bad); }
svg .bar.unsure { fill: var(--unsure); } svg .band { opacity: .22; } svg .band.plain { fill: var(--first); }
svg .band.good { fill: var(--good); } svg .band.bad { fill: var(--bad); } svg .band.unsure { fill: var(--unsure); }
svg .count { font-weight: 600; }
.order-line { width: 260px; } svg .wait { stroke: var(--first); stroke-width: 1.5; fill: none; }
svg .call { stroke: var(--first); stroke-width: 6; } svg .webhook { fill: var(--first); }
svg .given-up { stroke: var(--bad); stroke-width: 2; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.5rem; margin: .5rem 0; } dt { color: var(--faint); }
dd { margin: 0; min-width: 0; }
pre { background: var(--card); border-radius: .5rem; padding: .75rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; margin: .5rem 0; }
@media (max-width: 40rem) {
  main { padding: 1.25rem 1rem 3rem; } .wide { display: none; } .narrow { display: block; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; }
}
@media screen and (max-width: 64rem) {
  .budgets, .budgets tbody, .budgets tr, .budgets td, .budgets th[scope=row] { display: block; width: auto; }
  .budgets thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .budgets tr { background: var(--card); border-radius: .5rem; padding: .75rem 1rem; margin: .75rem 0; }
  .budgets td, .budgets th[scope=row] { border: 0; padding: .1rem 0; text-align: left; white-space: normal; }
  .budgets code { min-width: 0; font-weight: 600; font-size: 1rem; } .budgets .faint { display: inline; }
  .budgets td[data-label]::before { content: attr(data-label) ": "; color: var(--faint); }
  .picture, .picture svg { width: 280px; max-width: 100%; } .picture svg { margin: .5rem 0 0; }
}
@media print { table { font-size: 8.5pt; } th, td { padding-right: .6rem; } .budgets code { min-width: 0; }
  .picture, .picture svg { width: 180px; } .order-line { width: 130px; } .chart { break-inside: avoid; } .readout, summary { display: none; } .wide { display: block; } .narrow { display: none; } }
`;
