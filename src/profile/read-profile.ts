import { assembleProfile } from './assemble-profile.js';
import { budgetFindings } from './budget-findings.js';
import { closedModelFindings } from './closed-model-findings.js';
import { environmentFindings } from './environment-findings.js';
import type { Finding } from './finding.js';
import { findingsOfIssue } from './issue-findings.js';
import { limitFindings } from './limit-findings.js';
import { monitorFindings } from './monitor-findings.js';
import { objectiveFindings } from './objective-findings.js';
import type { Profile } from './profile.js';
import { ProfileError, type ProfileProblem } from './profile-error.js';
import { formatPath, isWithin } from './profile-path.js';
import { profileSchema } from './profile-schema.js';
import { secretFindings } from './secret-findings.js';
import { readYaml, type YamlSource } from './yaml-source.js';

/** So many problems are told one by one; beyond them only their number. */
const maxProblems = 100;

/**
 * Reads and checks the YAML text of a profile; `fileName` is for messages only. Throws a ProfileError, and nothing else,
 * with everything that is wrong.
 */
export function readProfile(text: string, fileName: string): Profile {
  const source = readYaml(text);
  if (!('placeOf' in source)) {
    throw new ProfileError(
      source.map(({ line, column, sentence }) => ({
        line,
        column,
        path: '',
        message: `${fileName}:${line}: ${sentence}`,
      })),
    );
  }
  const checked = profileSchema.safeParse(source.value);
  const issues = checked.success ? [] : checked.error.issues;
  const findings = [
    ...issues.flatMap((issue) => findingsOfIssue(issue, source.value)),
    ...environmentFindings(source.value),
    ...limitFindings(source.value),
    ...closedModelFindings(source.value),
    ...monitorFindings(source.value),
    ...budgetFindings(source.value),
    ...objectiveFindings(source.value),
  ];
  const problems = problemsOf(findings, source, fileName);
  if (!checked.success || problems.length > 0) throw new ProfileError(problems);
  return assembleProfile(checked.data, text);
}

/** A secret replaces whatever else was found about its key: nothing but its name may be said. */
function problemsOf(findings: readonly Finding[], source: YamlSource, fileName: string): ProfileProblem[] {
  const secrets = secretFindings(source.value);
  const others = findings.filter(({ path }) => !secrets.some((secret) => isWithin(path, secret.path)));
  const all = distinct([...secrets, ...others]);
  const problems = all
    .slice(0, maxProblems)
    .map((finding) => problemOf(finding, source, fileName))
    .sort((a, b) => a.line - b.line || a.column - b.column);
  const untold = all.length - problems.length;
  if (untold > 0) {
    problems.push({ line: 0, column: 0, path: '', message: `${fileName}: and ${untold} more problems` });
  }
  return problems;
}

/** A text where a list is wanted is told once, and not as a list that is too long as well. */
function distinct(findings: readonly Finding[]): Finding[] {
  return [
    ...new Map(findings.map((finding) => [`${formatPath(finding.path)} ${finding.text}`, finding])).values(),
  ];
}

function problemOf(finding: Finding, source: YamlSource, fileName: string): ProfileProblem {
  const { line, column } = source.placeOf(finding.path, finding.at);
  const path = formatPath(finding.path);
  return { line, column, path, message: `${fileName}:${line}: ${path || 'the profile'} ${finding.text}` };
}
