#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';
import { collectAlone } from './collect-alone.js';
import { exitCodes, explainError } from './commands/exit-codes.js';
import { addLastingCommands } from './commands/lasting-commands.js';
import {
  beforeDashes,
  fileName,
  folderName,
  lingerTime,
  metricsHost,
  oneMore,
  onInconclusive,
  orderRate,
  portNumber,
  positiveDuration,
  positiveNumber,
  shareOfOne,
  sumOfMoney,
  webUrl,
  wholeNumber,
  wholeNumberFromOne,
} from './commands/option-values.js';
import { outliveReaders } from './commands/output-streams.js';
import { PlainHelp } from './commands/plain-help.js';
import { dialectNames } from './contract/dialect.js';
import { signatureSchemeNames } from './contract/signature-scheme.js';
import { defaultExporterAddress } from './exporter/exporter-address.js';
import { leaveWhenDone } from './leave-when-done.js';
import { foxloadVersion } from './version.js';

const debug = process.argv.includes('--debug');
let exitCode: number = exitCodes.ok;

outliveReaders(process.stdout, process.stderr, (why) => {
  process.stderr.write(`${why}\n`);
  process.exit(exitCodes.ownFault);
});
process.on('uncaughtException', (error) => process.exit(failure(error)));
leaveWhenDone();
collectAlone();

const program = new Command('foxload')
  .description('Load tests and service levels for APIs whose orders are done when a signed webhook arrives.')
  .version(foxloadVersion)
  .option('--debug', 'show where an error came from')
  .exitOverride()
  .configureHelp({ optionDescription: (option) => new PlainHelp().optionDescription(option) })
  .showSuggestionAfterError()
  .showHelpAfterError('(foxload --help lists the commands)');

program
  .command('run')
  .argument('[profile]', 'a path, or the name of a shipped profile', 'demo')
  .description('load test: load, drain, verdict, report')
  .option('--reports <folder>', 'where the folder of the run is made', folderName, 'reports')
  .option('--metrics-port <port>', 'port of /metrics; 0: none', portNumber, defaultExporterAddress.port)
  .addOption(metricsHost())
  .option(
    '--linger <duration>',
    'how long /metrics outlives the run, until it is scraped once more (default: 15s where it was scraped)',
    lingerTime,
    null,
  )
  .option('--allow-production', 'allow a production profile to spend real money', false)
  .option('--confirm-spend <amount>', 'its worst case, as validate tells it, like "55 USD"', sumOfMoney, null)
  .option('--budget <budget>', 'a further budget, like "delivery.p95 < 45s"; may be repeated', oneMore, [])
  .addOption(onInconclusive())
  .option('--json', 'the result as JSON on standard output', false)
  .action(async (profile, flags) => {
    const { startRun } = await import('./commands/start-run.js');
    exitCode = await startRun(profile, flags);
  });

program
  .command('capacity')
  .argument('[profile]', 'a path, or the name of a shipped profile; without it: capacity')
  .description('search for the highest order rate at which the budgets of a profile hold')
  .option('--reports <folder>', 'where the folder of the search is made', folderName, 'reports')
  .option(
    '--from <rate>',
    "the first rate, like 50/s; without it that of the profile's first stage",
    orderRate,
    null,
  )
  .option('--metrics-port <port>', 'port of /metrics; 0: none', portNumber, defaultExporterAddress.port)
  .addOption(metricsHost())
  .option(
    '--linger <duration>',
    'how long /metrics outlives the search, until it is scraped once more (default: 15s where it was scraped)',
    lingerTime,
    null,
  )
  .option('--max <rate>', 'no rate above this is offered', orderRate, null)
  .option('--at-least <rate>', 'exit code 1 when the budgets break below this rate', orderRate, null)
  .option('--budget <budget>', 'a further budget, like "delivery.p95 < 45s"; may be repeated', oneMore, [])
  .option(
    '--resume <search>',
    'go on with a search that was killed or stopped: its folder, or its id',
    folderName,
    null,
  )
  .option('--allow-production', 'allow a production profile to spend real money', false)
  .option(
    '--confirm-spend <amount>',
    'what the whole search may cost: limits.spend of the profile',
    sumOfMoney,
    null,
  )
  .option('--json', 'the result as JSON on standard output', false)
  .action(async (profile, flags) => {
    const { capacityCommand } = await import('./commands/capacity-command.js');
    exitCode = await capacityCommand(profile, flags);
  });

program
  .command('validate')
  .argument('<profile>', 'a path, or the name of a shipped profile')
  .description('check a profile and say what it would do; sends nothing')
  .option('--json', 'as JSON', false)
  .action(async (profile, flags) => {
    const { validateCommand } = await import('./commands/validate-command.js');
    exitCode = validateCommand(profile, flags);
  });

addLastingCommands(program, (code) => {
  exitCode = code;
});

program
  .command('idempotency')
  .argument('[profile]', 'a path, or the name of a shipped profile', 'idempotency')
  .description('proves exactly-once: one key at once, again, with another body, after a cut connection')
  .option('--reports <folder>', 'where the folder of the run is made', folderName, 'reports')
  .option('--json', 'the result as JSON on standard output', false)
  .action(async (profile, flags) => {
    const { idempotencyCommand } = await import('./commands/idempotency-command.js');
    exitCode = await idempotencyCommand(profile, flags);
  });

program
  .command('gate')
  .argument('<run>', 'the folder of a run, its id, or latest')
  .description('judge a stored run by its budgets, or by others; writes nothing')
  .option('--reports <folder>', 'where the folders of runs are', folderName, 'reports')
  .option('--budget <budget>', 'judge by this instead of its own budgets; may be repeated', oneMore, [])
  .option('--profile <profile>', 'judge by the budgets of this profile instead', (value) => value, null)
  .addOption(onInconclusive())
  .option('--json', 'verdict and budgets as JSON on standard output', false)
  .action(async (run, flags) => {
    const { gateCommand } = await import('./commands/gate-command.js');
    exitCode = gateCommand(run, flags);
  });

program
  .command('report')
  .argument('<run>', 'the folder of a run, its id, or latest')
  .description('write the reports of a stored run again, from its journal')
  .option('--reports <folder>', 'where the folders of runs are', folderName, 'reports')
  .option('--json', 'the result as JSON on standard output', false)
  .action(async (run, flags) => {
    const { reportCommand } = await import('./commands/report-command.js');
    exitCode = await reportCommand(run, flags);
  });

program
  .command('compare')
  .argument(
    '[runs...]',
    'the base and the head: folders of runs, ids, or latest; "a b -- c d" for several a side',
  )
  .description('what moved between runs, beyond noise')
  .option('--base <run>', 'a run of the base; may be repeated', oneMore, [])
  .option('--head <run>', 'a run of the head; may be repeated', oneMore, [])
  .option('--reports <folder>', 'where the folders of runs are', folderName, 'reports')
  .option('--margin <share>', 'a change up to this, like 10%, is none in practice', shareOfOne, 0.1)
  .option('--force', 'compare although the profiles differ', false)
  .option('--seed <number>', 'same seed, same intervals', wholeNumber, 1)
  .addOption(onInconclusive())
  .option('--json', 'as JSON on standard output', false)
  .option('--markdown', 'as Markdown on standard output, for a pull request', false)
  .option('--html <file>', 'write a page, too', fileName, null)
  .action(async (runs, flags) => {
    const { compareCommand } = await import('./commands/compare-command.js');
    exitCode = compareCommand(runs, beforeDashes(runs), flags);
  });

program
  .command('resume')
  .argument('<run>', 'the folder of a run, or its id')
  .description('settle a run that was killed: what became of each order in flight')
  .option('--reports <folder>', 'where the folders of runs are', folderName, 'reports')
  .option('--settle-by-replay', 'send the keys of orders in doubt again, which may cost their price', false)
  .option('--skip-damaged', 'leave damaged lines of the journal out', false)
  .option('--allow-production', 'allow keys to be sent to a production API again', false)
  .addOption(onInconclusive())
  .option('--json', 'the result as JSON on standard output', false)
  .action(async (run, flags) => {
    const { resumeCommand } = await import('./commands/resume-command.js');
    exitCode = await resumeCommand(run, flags);
  });

program
  .command('sandbox')
  .description('the simulator on its own; FOXRELOAD_API_KEY and FOXRELOAD_WEBHOOK_SECRET are its credentials')
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--port <port>', 'port to listen on; 0: any free one', portNumber, 4010)
  .addOption(new Option('--dialect <name>', 'order API dialect').choices(dialectNames).default('header-key'))
  .addOption(
    new Option('--signature <name>', 'webhook signature').choices(signatureSchemeNames).default('standard'),
  )
  .option('--webhook-url <url>', 'where webhooks are sent', webUrl, null)
  .option('--profile <profile>', "take the knobs from this profile's sandbox section", (value) => value, null)
  .option('--speed <factor>', 'divides every duration', positiveNumber, null)
  .option('--seed <number>', 'same seed, same delivery times', wholeNumber, null)
  .option('--suppliers <number>', 'orders that can be fulfilled at once', wholeNumberFromOne, null)
  .option('--service-time <duration>', 'how long each keeps its supplier', positiveDuration, null)
  .action(async (flags) => {
    const { sandboxCommand } = await import('./commands/sandbox-command.js');
    exitCode = await sandboxCommand(flags);
  });

try {
  await program.parseAsync();
} catch (error) {
  exitCode = failure(error);
}
process.exitCode = exitCode;

function failure(error: unknown): number {
  // commander has printed its own sentence already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  const { text, exitCode: code } = explainError(error, debug);
  process.stderr.write(`${text}\n`);
  return code;
}
