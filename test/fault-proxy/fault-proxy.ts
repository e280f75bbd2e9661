import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { randomSource } from '../../src/random.js';
import { type Fault, type FaultName, faults } from './faults.js';
import { Link } from './link.js';

const faultNames = Object.keys(faults) as FaultName[];
/** The door closes with the first of this many decks only: whoever waits before it then is reset, and not counted. */
const decksPerRefusal = 3;

export interface FaultProxyParts {
  readonly seed: number;
  readonly serverPort: number;
  /** The kinds that are drawn; all when left out. */
  readonly kinds?: readonly FaultName[];
}

/**
 * Stands between a client and a server of HTTP on 127.0.0.1. In fine weather bytes pass; in a storm every exchange meets
 * one fault, drawn by the seed, the connection's number and the exchange's number on it. The first exchanges of as many
 * connections as there are kinds meet each kind once, in drawn order.
 */
export class FaultProxy {
  /** How often each fault struck. */
  readonly struck = Object.fromEntries(faultNames.map((name) => [name, 0])) as Record<FaultName, number>;
  readonly #parts: FaultProxyParts;
  readonly #sockets = new Set<Socket>();
  #door: Server | null = null;
  #connections = 0;
  #deck: FaultName[] = [];
  #decks = 0;
  readonly #exchanges = new Set<Promise<void>>();
  #stormy = false;
  #healed: Promise<void> = Promise.resolve();
  #heal: () => void = () => {};
  #closed = false;

  private constructor(
    readonly port: number,
    parts: FaultProxyParts,
  ) {
    this.#parts = parts;
  }

  /** Opens the door on a free port, in fine weather. */
  static async open(parts: FaultProxyParts): Promise<FaultProxy> {
    const door = createServer().listen(0, '127.0.0.1');
    await once(door, 'listening');
    const proxy = new FaultProxy((door.address() as AddressInfo).port, parts);
    proxy.#hang(door);
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get faults(): number {
    return Object.values(this.struck).reduce((sum, count) => sum + count, 0);
  }

  get isStormy(): boolean {
    return this.#stormy;
  }

  /** From now on every exchange meets a fault, until `heal`. */
  storm(): void {
    this.#stormy = true;
    this.#healed = new Promise((resolve) => {
      this.#heal = resolve;
    });
  }

  /** What is held is let go, and bytes pass as they are. */
  heal(): void {
    this.#stormy = false;
    this.#heal();
  }

  /** Settles when every exchange is over that was under way when the storm ended. */
  async quiet(): Promise<void> {
    await Promise.all(this.#exchanges);
  }

  close(): void {
    this.heal();
    this.#closed = true;
    this.#door?.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #hang(door: Server): void {
    door.on('connection', (client) => this.#connected(client));
    this.#door = door;
  }

  /** A closed door gives the system's own refusal. A refused client is not seen, so only the closing is counted. */
  #refuse(ms: number): void {
    const door = this.#door;
    if (door === null) return;
    this.#door = null;
    door.close();
    setTimeout(() => this.#reopen(), ms);
  }

  #reopen(): void {
    if (this.#closed) return;
    const door = createServer();
    // Another process may have got the port by chance: tried again until it is free.
    door.once('error', () => setTimeout(() => this.#reopen(), 5));
    door.listen(this.port, '127.0.0.1', () => this.#hang(door));
  }

  #connected(client: Socket): void {
    this.#sockets.add(client);
    client.once('close', () => this.#sockets.delete(client));
    const chance = randomSource(this.#parts.seed, `connection ${this.#connections++}`);
    const refuse = (ms: number): void => this.#refuse(ms);
    const { serverPort } = this.#parts;
    void this.#serve(new Link({ client, serverPort, chance, healed: this.#healed, refuse }));
  }

  async #serve(link: Link): Promise<void> {
    let drawn = this.#dealt();
    if (drawn?.fault.connection !== undefined) {
      this.struck[drawn.name] += 1;
      await drawn.fault.connection(link);
      drawn = null;
    }
    while (!link.isOver) {
      const request = await link.request();
      if (request === null) break;
      const exchange = this.#exchange(link, request, drawn);
      this.#exchanges.add(exchange);
      await exchange;
      this.#exchanges.delete(exchange);
      drawn = this.#draw(link);
    }
    link.end();
  }

  async #exchange(link: Link, request: Buffer, drawn: Drawn | null): Promise<void> {
    const strikes = this.#stormy ? drawn : null;
    const { request: onRequest, answer: onAnswer } = strikes?.fault ?? {};
    if (strikes !== null && onRequest !== undefined) this.struck[strikes.name] += 1;
    await (onRequest?.(link, request) ?? link.toServer(request));
    if (link.isOver) return;
    const answer = await link.answer();
    if (answer === null) return link.end();
    if (strikes !== null && onRequest === undefined) this.struck[strikes.name] += 1;
    await (onAnswer?.(link, answer) ?? link.toClient(answer));
  }

  /** The next kind of the deck, for the first exchange of a connection. */
  #dealt(): Drawn | null {
    if (!this.#stormy) return null;
    const { seed, kinds = faultNames } = this.#parts;
    if (this.#deck.length === 0) {
      const closesDoor = this.#decks % decksPerRefusal === 0;
      const names = kinds.filter((name) => closesDoor || name !== 'refused for a while');
      this.#deck = shuffled(names, seed, this.#decks++);
    }
    return drawn(this.#deck.pop());
  }

  /** Any kind, for a later exchange. */
  #draw(link: Link): Drawn | null {
    if (!this.#stormy) return null;
    const { kinds = faultNames } = this.#parts;
    const names = kinds.filter((name) => !('connection' in faults[name]));
    return drawn(names[link.draw(names.length)]);
  }
}

function drawn(name: FaultName | undefined): Drawn | null {
  return name === undefined ? null : { name, fault: faults[name] };
}

/** The names in an order that seed and `n` decide. */
function shuffled(names: readonly FaultName[], seed: number, n: number): FaultName[] {
  const draws = randomSource(seed, `deck ${n}`);
  const places = names.map((name, at) => ({ name, place: draws.uniform(at) }));
  return places.sort((a, b) => a.place - b.place).map(({ name }) => name);
}

interface Drawn {
  readonly name: FaultName;
  readonly fault: Fault;
}
