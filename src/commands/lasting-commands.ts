import type { Command } from 'commander';
import { defaultExporterAddress } from '../exporter/exporter-address.js';
import { folderName, metricsHost, portNumber, sumOfMoney } from './option-values.js';

/** The commands that go on until a signal ends them. `ended` is told the exit code. */
export function addLastingCommands(program: Command, ended: (exitCode: number) => void): void {
  program
    .command('monitor')
    .argument('[profile]', 'a path, or the name of a shipped profile', 'canary')
    .description('canary orders for ever: the live service level on /metrics; SIGHUP reads the profile again')
    .option(
      '--state <folder>',
      'what a restart must not lose (default: monitor/ and the name of the profile)',
      folderName,
      null,
    )
    .option('--metrics-port <port>', 'port of /metrics; 0: none', portNumber, defaultExporterAddress.port)
    .addOption(metricsHost())
    .option('--allow-production', 'allow a production profile to spend real money', false)
    .option('--confirm-spend <amount>', 'what it may cost a day: monitor.spendPerDay', sumOfMoney, null)
    .action(async (profile, flags) => {
      const { monitorCommand } = await import('./monitor-command.js');
      ended(await monitorCommand(profile, flags));
    });

  program
    .command('watch')
    .argument(
      '<events...>',
      'the events files of the processes of one service that foxload/live is built into',
    )
    .description('the live service level of real orders on /metrics, from the files that a service writes')
    .option(
      '--metrics-port <port>',
      'port of /metrics; 0: any free one',
      portNumber,
      defaultExporterAddress.port,
    )
    .addOption(metricsHost())
    .action(async (events, flags) => {
      const { watchCommand } = await import('./watch-command.js');
      ended(await watchCommand(events, flags));
    });
}
