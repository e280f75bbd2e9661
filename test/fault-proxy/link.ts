import { connect, type Socket } from 'node:net';
import type { RandomSource } from '../../src/random.js';
import { MessageReader } from './message-reader.js';

/** Silence ends by itself in this range, as a router's memory does; callers mostly give up sooner. */
const heldMs = { from: 200, to: 1_400 };
/** A second connection that nobody asked for is dropped after this. */
const spareMs = 50;

export interface LinkParts {
  readonly client: Socket;
  readonly serverPort: number;
  readonly chance: RandomSource;
  /** Settles when the weather is fine again: nothing is held any longer. */
  readonly healed: Promise<void>;
  /** Nobody can connect to the proxy for this long. */
  refuse(ms: number): void;
}

/** One connection through the proxy, and everything that a fault can do to it. */
export class Link {
  readonly #parts: LinkParts;
  readonly #requests: MessageReader;
  #server: { readonly socket: Socket; readonly answers: MessageReader } | null = null;
  readonly #clientGone: Promise<void>;
  #draws = 0;
  #over = false;

  constructor(parts: LinkParts) {
    const { client } = parts;
    this.#parts = parts;
    client.setNoDelay(true);
    client.on('error', () => {});
    this.#clientGone = new Promise((resolve) => client.once('close', () => resolve()));
    this.#requests = new MessageReader(client);
  }

  /** Whether nothing passes any more. */
  get isOver(): boolean {
    return this.#over;
  }

  /** A whole number from 0 to `below` - 1: the next draw of this connection. */
  draw(below: number): number {
    return Math.floor(this.#parts.chance.uniform(this.#draws++) * below);
  }

  request(): Promise<Buffer | null> {
    return this.#requests.next();
  }

  /** Null when the server hung up, or when nobody waits for its answer any more. */
  answer(): Promise<Buffer | null> {
    return Promise.race([this.#toServer().answers.next(), this.#clientGone.then(() => null)]);
  }

  /** Settles when the bytes are with the system, or can't be. */
  toServer(bytes: Buffer): Promise<void> {
    return written(this.#toServer().socket, bytes);
  }

  toClient(bytes: Buffer): Promise<void> {
    return written(this.#parts.client, bytes);
  }

  /** A connection beside this one that carries `bytes`, and whose answer nobody reads. */
  async aside(bytes: Buffer): Promise<void> {
    const { socket } = this.#opened();
    await written(socket, bytes);
    setTimeout(() => socket.destroy(), spareMs);
  }

  /** Nothing more will be said to the server. */
  halfClose(): void {
    this.#toServer().socket.end();
  }

  /** Between `from` and `to` milliseconds. */
  async pause(from: number, to: number): Promise<void> {
    const ms = from + this.draw(to - from);
    await new Promise((resolve) => setTimeout(resolve, ms));
  }

  /** Silence, until the client gives up, the weather is fine again, or the connection is forgotten. */
  async hold(): Promise<void> {
    const { healed } = this.#parts;
    await Promise.race([this.#clientGone, healed, this.pause(heldMs.from, heldMs.to)]);
  }

  refuse(ms: number): void {
    this.#parts.refuse(ms);
    this.reset();
  }

  /** Closes both sides in the friendly way: what was written arrives. */
  end(): void {
    this.#over = true;
    for (const socket of [this.#parts.client, this.#server?.socket]) socket?.destroySoon();
  }

  /** Closes both sides with a reset. */
  reset(): void {
    this.#over = true;
    for (const socket of [this.#parts.client, this.#server?.socket]) socket?.resetAndDestroy();
  }

  #toServer(): { readonly socket: Socket; readonly answers: MessageReader } {
    this.#server ??= this.#opened();
    return this.#server;
  }

  #opened(): { readonly socket: Socket; readonly answers: MessageReader } {
    const socket = connect(this.#parts.serverPort, '127.0.0.1');
    socket.setNoDelay(true);
    socket.on('error', () => {});
    return { socket, answers: new MessageReader(socket) };
  }
}

function written(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (socket.writable) socket.write(bytes, () => resolve());
    else resolve();
  });
}
