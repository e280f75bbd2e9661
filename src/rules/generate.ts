import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadProfile } from '../profile/load-profile.js';
import { ProfileError } from '../profile/profile-error.js';
import type { Declaration, FileMaker, GeneratedFile } from './generated-file.js';
import { generatedFiles } from './generated-files.js';
import { refusedTierLines } from './refused-tier-lines.js';

/** What the committed files are made of, and where the runbook lies from the project's own folder. */
export const shippedProfile = 'canary';
export const shippedRunbookUrl = 'docs/runbook.md';

const usage = [
  'npm run generate -- [--profile <profile>] [--out <folder>] [--runbook-url <address>]',
  '  --profile      a path, or the name of a shipped profile, whose objectives count (canary)',
  '  --out          where the files go (grafana)',
  '  --runbook-url  where the runbook is read; links are made of it (docs/runbook.md)',
].join('\n');

/** Where the sentences go: what was done, and what went wrong. */
export interface GenerateOutput {
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
}

/**
 * `npm run generate`: writes all files that are made from the objectives of a profile. Gives the exit code: 0, or 2 with a sentence when
 * the arguments or the profile are wrong or a file can't be written.
 */
export function generate(
  argv: readonly string[],
  further: readonly FileMaker[],
  { say, complain }: GenerateOutput,
): number {
  const flags = flagsOf(argv);
  if (typeof flags === 'string') {
    complain(`${flags}\n${usage}`);
    return 2;
  }
  const declaration = declarationOf(flags.profile, flags.runbookUrl);
  if (typeof declaration === 'string') {
    complain(declaration);
    return 2;
  }
  for (const line of refusedTierLines(declaration.objectives)) say(line);
  for (const file of generatedFiles(declaration, further)) {
    const problem = write(flags.out, file);
    if (problem !== null) {
      complain(problem);
      return 2;
    }
    say(`${join(flags.out, file.path)} written`);
  }
  return 0;
}

interface Flags {
  readonly profile: string;
  readonly out: string;
  readonly runbookUrl: string;
}

function flagsOf(argv: readonly string[]): Flags | string {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        profile: { type: 'string', default: shippedProfile },
        out: { type: 'string', default: 'grafana' },
        'runbook-url': { type: 'string', default: shippedRunbookUrl },
      },
    });
    return { profile: values.profile, out: values.out, runbookUrl: values['runbook-url'] };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Reads the objectives; a sentence where that can't be done. */
export function declarationOf(profileName: string, runbookUrl: string): Declaration | string {
  try {
    const { profile, fileName } = loadProfile(profileName);
    const { objectives } = profile;
    if (objectives.length > 0) return { objectives, profileName: profile.name, runbookUrl };
    return `${fileName} declares no objectives; wanted a list like: objectives: [ delivery within 45s for 95% over 7d ]`;
  } catch (error) {
    if (error instanceof ProfileError) return error.message;
    throw error;
  }
}

function write(out: string, { path, text }: GeneratedFile): string | null {
  const file = join(out, path);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return null;
  } catch (error) {
    return `${file} can't be written: ${error instanceof Error ? error.message : String(error)}`;
  }
}
