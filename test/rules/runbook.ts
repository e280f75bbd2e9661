import { readFileSync } from 'node:fs';

const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');

/** The sections of the runbook, one for each alert. */
export function runbookSections(): { readonly title: string; readonly text: string }[] {
  return runbook
    .split(/^## /m)
    .slice(1)
    .map((section) => ({ title: section.slice(0, section.indexOf('\n')), text: section }));
}

/** Everything in the runbook that is PromQL. */
export function runbookQueries(): string[] {
  return [...runbook.matchAll(/`([^`\n]+)`/g)]
    .map(([, code = '']) => code)
    .filter((code) => /foxload[_:]\w+/.test(code) || /^up\b/.test(code));
}
