// How a receiver of the bench runs: it is forked, says its port, and counts the webhooks that it takes.

/** `start` gets what to call for each authentic webhook, and gives the port. */
export async function receive(start) {
  let taken = 0;
  const port = await start(() => {
    taken += 1;
  });
  const cpuBefore = process.cpuUsage();
  process.on('message', () => process.send({ taken, cpuUs: process.cpuUsage(cpuBefore) }));
  process.on('disconnect', () => process.exit(0));
  process.send({ port });
}
