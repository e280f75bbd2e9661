// How a receiver of the bench runs: it is forked, says its port, counts the webhooks that it takes, and tells how many when it is told how many were answered.

/** A receiver may still have webhooks at hand when the last one is answered, but not for this long. */
const patienceMs = 1_000;

/** `start` gets what to call for each authentic webhook, and gives the port. */
export async function receive(start) {
  let taken = 0;
  let awaited = Number.POSITIVE_INFINITY;
  const tell = () => {
    awaited = Number.POSITIVE_INFINITY;
    process.send({ taken });
  };
  const port = await start(() => {
    taken += 1;
    if (taken === awaited) tell();
  });
  process.on('message', ({ answered }) => {
    awaited = answered;
    if (taken >= awaited) tell();
    else setTimeout(() => awaited === answered && tell(), patienceMs);
  });
  process.on('disconnect', () => process.exit(0));
  process.send({ port });
}
