// Writes everything that is made from the objectives of a profile: rules, their forms for OpenSLO and Sloth, and dashboards. `npm run generate`
// builds first and then runs this; `npm run generate -- --profile my.yaml --out my-folder` does it for a profile of your own.
import { generate } from '../dist/rules/generate.js';
import { dashboardMaker } from './make-dashboards.mjs';

/** Makers of further files, each from a declaration to a list of {path, text}: see src/rules/generated-file.ts. */
const further = [await dashboardMaker()];

process.exitCode = generate(process.argv.slice(2), further, {
  say: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
});
