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
/** Null until it was told to listen, and where it can't. */
let receiver: Promise<Receiver | null> = Promise.resolve(null);

port.on('message', (message: MessageToReceiver) => {
  if (message.kind === 'safe') outbox.settle(message.number, message.isSafe);
  else if (message.kind === 'listen') receiver = listen(message.order);
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
}: ListenOrder): Promise<Receiver | null> {
  try {
    const opened = await startReceiver({
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
    tell({ kind: 'listening', url: opened.url });
    return opened;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    tell({ kind: 'failed', code, message });
    return null;
  }
}

/** Nothing is left then that keeps the thread. */
async function close(): Promise<void> {
  await (await receiver)?.close();
  outbox.flush();
  port.close();
}
