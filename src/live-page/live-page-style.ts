/** What the live page has beside the rules of a run's page. */
export const livePageStyle = `
section:empty { display: none; }
.side { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(27rem, 100%), 1fr)); gap: 0 2rem; }
.side > * { min-width: 0; } h2[id] { scroll-margin-top: 3rem; }
#about h1 { font-size: 1.25rem; margin-top: .75rem; } .tiles strong { font-size: 1.25rem; } .tiles li { padding: .6rem .8rem; } #answer h2, #provisional h2 { margin-top: 1.5rem; }
#provisional h2 .faint { font-weight: 400; font-size: .95rem; }
.badge.small { font-size: 1.1rem; } .verdict { margin: .5rem 0; }
.connection { position: sticky; top: 0; z-index: 1; background: var(--paper); margin: 0 -1.25rem; padding: .25rem 1.25rem;
  border-bottom: 1px solid var(--rule); font-size: .93rem; }
.connection p { display: flex; gap: .25rem 1rem; align-items: center; flex-wrap: wrap; max-width: none; min-height: 2.2rem; margin: 0; }
.connection.stale { background: var(--blame); color: var(--paper); } .connection.over { background: var(--card); }
button { font: inherit; color: inherit; background: transparent; border: 1px solid; border-radius: .4rem; padding: .1rem .8rem;
  min-height: 1.75rem; cursor: pointer; }
.stale-figures :is(section, figure) { opacity: .75; }
fieldset { border: 0; padding: 0; margin: .5rem 0; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; } legend { float: left;
  padding: 0; margin-right: 1rem; } label { cursor: pointer; }
.sums { list-style: none; padding: 0; max-width: none; font-variant-numeric: tabular-nums; } .sums li { margin: .35rem 0; }
.term { white-space: nowrap; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); margin: 0; }
#objectives code { min-width: 0; }
[hidden] { display: none !important; }
a { color: var(--first); }
@media (max-width: 40rem) { .connection { margin: 0 -1rem; padding: .25rem 1rem; } }
@media print { .connection { position: static; } button, fieldset { display: none; } }
`;
