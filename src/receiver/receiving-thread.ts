import { type MessagePort, parentPort } from 'node:worker_threads';
import { dialects } from '../contract/dialects.js';
import { signatureSchemes } from '../contract/signature-schemes.js';
import { watchLateness } from './lateness.js';
import { Outbox } from './outbox.js';
import { type Receiver, startReceiver } from './receiver.js';
import type { ListenOrder, MessageFromReceiver, MessageToReceiver } from './receiving-messages.js';
import { clockOfThread } from './thread-clock.js';

/** To the thread that started this one, `ReceiverThread`. */
const port = parentPort as MessagePort;
const tell = (message: MessageFromReceiver): void => port.postMessage(message);
const outbox = new Outbox(tell);
let receiver: Receiver | null = null;

port.on('message', (message: MessageToReceiver) => {
  if (message.kind === 'safe') outbox.settle(message.number, message.isSafe);
  else if (message.kind === 'listen') void listen(message.order);
  else void close();
});

async function listen({
  dialect,
  signature,
  secret,
  oldSecrets,
  isDurable,
  aheadMs,
  ...address
}: ListenOrder) {
  try {
    receiver = await startReceiver({
      ...address,
      dialect: dialects[dialect],
      scheme: signatureSchemes[signature],
      secret: Buffer.from(secret),
      oldSecrets: oldSecrets.map((old) => Buffer.from(old)),
      clock: clockOfThread(aheadMs),
      emit: outbox.emit,
      handled: outbox.handled,
      ...(isDurable ? { durable: outbox.durable } : {}),
    });
    watchLateness((lateMs) => tell({ kind: 'late', lateMs }));
    tell({ kind: 'listening', url: receiver.url });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    tell({ kind: 'failed', code, message });
  }
}

/** Nothing is left then that keeps the thread. */
async function close(): Promise<void> {
  await receiver?.close();
  outbox.flush();
  port.close();
}
