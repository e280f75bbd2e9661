import { type RunStatus, statusLine } from '../report/status-line.js';
import { plainColumns, wrapText } from '../report/wrap-text.js';

/** A terminal's line is drawn anew this often; elsewhere a line is printed less often, to keep logs short. */
const redrawMs = 500;
const printMs = 5_000;

const clearLine = '\r\x1b[2K';

/** Where progress is shown: `process.stderr`, or what stands for it. */
export interface ProgressOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Sentences for the user, and below them where the run stands: one line drawn over and over on a terminal. */
export class Progress {
  readonly #isTerminal: boolean;
  #timer: NodeJS.Timeout | undefined;

  /** `terminalName` is that of TERM; a `dumb` one can't clear a line. */
  constructor(
    private readonly output: ProgressOutput,
    terminalName: string | undefined,
  ) {
    this.#isTerminal = output.isTTY === true && terminalName !== 'dumb';
  }

  /** How wide lines may be here. */
  get columns(): number {
    return (this.#isTerminal && this.output.columns) || plainColumns;
  }

  say(sentence: string): void {
    const lines = this.#isTerminal ? wrapText(sentence, this.columns, 0) : [sentence];
    this.output.write(`${this.#isTerminal ? clearLine : ''}${lines.join('\n')}\n`);
  }

  /** Shows what `read` tells, from now until `end`. */
  follow(read: () => RunStatus): void {
    this.#timer = setInterval(() => this.#show(read()), this.#isTerminal ? redrawMs : printMs);
  }

  end(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#isTerminal) this.output.write(clearLine);
  }

  #show(status: RunStatus): void {
    // One column stays free, and the cursor goes back to the start: a terminal's own ^C must not wrap the line.
    const text = statusLine(status, this.columns - 1);
    this.output.write(this.#isTerminal ? `${clearLine}${text}\r` : `${text}\n`);
  }
}
