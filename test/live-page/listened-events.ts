import { get, type IncomingMessage } from 'node:http';

/** One message of a stream of server-sent events. */
export interface HeardEvent {
  readonly event: string;
  readonly data: string;
}

/** A connection to the events of a live page. */
export interface Listening {
  readonly response: IncomingMessage;
  /** The next message; null when the stream has ended. */
  next(): Promise<HeardEvent | null>;
  /** Cuts the connection. */
  leave(): void;
}

/** Connects to a stream of events, reads its messages in their order, and settles once it is answered. */
export async function listenTo(url: string): Promise<Listening> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { agent: false }, resolve).on('error', reject);
  });
  const messages = messagesOf(response);
  return {
    response,
    next: async () => (await messages.next()).value ?? null,
    leave: () => response.destroy(),
  };
}

async function* messagesOf(response: IncomingMessage): AsyncGenerator<HeardEvent> {
  let text = '';
  for await (const piece of response.setEncoding('utf8')) {
    text += String(piece);
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const fields = new Map(
        text
          .slice(0, end)
          .split('\n')
          .map((line) => line.split(/: (.*)/s) as [string, string]),
      );
      text = text.slice(end + 2);
      yield { event: fields.get('event') ?? '', data: fields.get('data') ?? '' };
    }
  }
}
