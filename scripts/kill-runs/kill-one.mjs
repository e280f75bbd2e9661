import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { killAfter, startFoxload } from './foxload-child.mjs';
import { runProfile } from './kill-plan.mjs';
import { lastWords, printedClasses, reportOf, runIn } from './run-story.mjs';

/** A resume that leaves orders open or in doubt is repeated: the API answers a few calls badly on purpose. */
const maxResumes = 4;

/** One run, killed and settled. `problems` is empty when every order and every cent is accounted for. */
export async function killOne(plan, simulator, folder) {
  const reports = join(folder, `kill-${plan.index}`);
  mkdirSync(reports);
  const file = join(folder, `kill-${plan.index}.yaml`);
  writeFileSync(file, JSON.stringify(runProfile(plan, simulator)));
  const story = { plan, run: null, ended: '', problems: [], report: null, doubted: 0, resumes: 0 };
  await kill(story, file, reports);
  story.run = runIn(reports);
  if (story.run === null) return story;
  if (lastWords(story.run.folder) === null) {
    await expectNothingBegun(story);
    return story;
  }
  if (plan.looksFirst) await lookFirst(story, simulator);
  for (const ms of plan.resumeKillsMs) await killAfter(startFoxload(resumeArgs(story)), ms);
  await settle(story);
  return story;
}

async function kill(story, file, reports) {
  const { beforeLoad, killMs } = story.plan;
  const run = startFoxload(['run', file, '--reports', reports, '--metrics-port', '0']);
  if (!beforeLoad) await run.says(/webhooks at/);
  const { signal, code, stderr } = await killAfter(run, killMs);
  story.ended = signal === 'SIGKILL' ? 'killed' : 'finished';
  if (code === 2 || code === 70) story.problems.push(`the run did not start: ${stderr}`);
}

const resumeArgs = ({ run }, ...flags) => ['resume', run.folder, '--settle-by-replay', ...flags];

/** Killed before its journal began: nothing was sent, and resume says so. */
async function expectNothingBegun({ run, problems }) {
  const { code, stderr } = await startFoxload(['resume', run.folder]).ended;
  if (code !== 2) problems.push(`a run without a journal gave the exit code ${code}: ${stderr}`);
}

/** Without sending anything, orders in doubt must cover all that the API knows and foxload does not. */
async function lookFirst(story, simulator) {
  const { run, problems } = story;
  const classes = checkClasses(story, await startFoxload(['resume', run.folder]).ended);
  if (classes === null) return;
  story.doubted = classes.inDoubt;
  const { words } = lastWords(run.folder);
  const doubtful = [...words.values()].filter((word) => word === 'errored' || word === 'in_doubt').length;
  if (doubtful !== classes.inDoubt) problems.push(`${classes.inDoubt} in doubt, the journal has ${doubtful}`);
  const { orders } = await simulator.books();
  for (const { idempotency_key: key } of orders) {
    const seq = run.seqOfKey.get(key);
    const word = seq === undefined ? 'accepted' : words.get(seq);
    if (word !== 'accepted' && word !== 'errored' && word !== 'in_doubt')
      problems.push(`order ${seq} was made, and foxload calls it ${word ?? 'never sent'}`);
  }
}

async function settle(story) {
  for (let open = 1; open > 0 && story.resumes < maxResumes; story.resumes += 1) {
    const classes = checkClasses(story, await startFoxload(resumeArgs(story)).ended);
    if (classes === null) return;
    open = classes.open + classes.inDoubt;
    if (open > 0 && story.resumes === maxResumes - 1) story.problems.push(`${open} orders are not settled`);
  }
  story.report = reportOf(story.run.folder);
  const { ledger, run, verdict } = story.report;
  if (!ledger.balanced) story.problems.push('the ledger does not balance');
  if (story.ended === 'killed' && !(run.resumed && verdict.result === 'invalid'))
    story.problems.push(`a resumed run is ${verdict.result}, resumed: ${run.resumed}`);
}

/** Gives the printed classes; null when there are none. */
function checkClasses({ run, problems }, { code, stdout, stderr }) {
  if (code === 2 || code === 70 || code === null) {
    problems.push(`resume ended with ${code}: ${stderr}`);
    return null;
  }
  const classes = printedClasses(stdout);
  if (classes.total !== run.seqOfKey.size)
    problems.push(`the classes have ${classes.total} orders, the schedule ${run.seqOfKey.size}`);
  return classes;
}
