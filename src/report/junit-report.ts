import type { RunResult } from '../run/run-result.js';
import { type JunitCase, type JunitOutcome, junitCases } from './junit-case.js';
import { xmlElement, xmlText } from './xml-text.js';

/**
 * A run for what reads JUnit reports: one suite, a case a budget. Times are seconds; the run's stands at the suite, and a budget
 * takes none.
 *
 * Holds the rules of both widespread schemas: https://github.com/windyroad/JUnit-Schema (Apache Ant's) and that of Jenkins'
 * xUnit plugin.
 */
export function junitReport(result: RunResult): string {
  const cases = junitCases(result);
  const count = (outcome: JunitOutcome) => cases.filter((one) => one.outcome === outcome).length;
  const { run } = result;
  const suite = [
    `<testsuite${attributes({
      // The schema of Ant asks for all of these.
      name: run.profile,
      id: 0,
      package: 'foxload',
      hostname: 'localhost',
      timestamp: run.startedAt.slice(0, 19),
      tests: cases.length,
      failures: count('failure'),
      errors: count('error'),
      skipped: count('skipped'),
      time: seconds(result),
    })}>`,
    `<properties>${facts(result).join('')}</properties>`,
    ...cases.map((one) => caseElement(one, run.profile)),
    `<system-out>${xmlText([...result.verdict.reasons, ...cases.map(caseLine)].join('\n'))}</system-out>`,
    '<system-err></system-err>',
    '</testsuite>',
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suite.join('\n')}\n</testsuites>\n`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return xmlElement('', values).slice(1, -2);
}

function facts({ run, verdict }: RunResult): string[] {
  const values = {
    run: run.id,
    verdict: verdict.result,
    environment: run.environment,
    target: run.target,
    seed: run.seed,
    version: run.version,
  };
  return Object.entries(values).map(([name, value]) => xmlElement('property', { name, value }));
}

function caseElement({ name, outcome, type, message }: JunitCase, profile: string): string {
  const found = {
    passed: [],
    failure: [xmlElement('failure', { message, type }, [xmlText(message)])],
    error: [xmlElement('error', { message, type }, [xmlText(message)])],
    skipped: [`<skipped>${xmlText(message)}</skipped>`],
  };
  return xmlElement('testcase', { name, classname: profile, time: 0 }, found[outcome]);
}

/** An explanation names its budget itself. */
function caseLine({ name, outcome, message }: JunitCase): string {
  return message.includes(name) ? `${outcome}: ${message}` : `${outcome}: ${name}: ${message}`;
}

function seconds({ run }: RunResult): string {
  return Math.max(0, (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000).toFixed(3);
}
