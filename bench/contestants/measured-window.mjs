// The stretch of a contest that counts: after the contestant has its speed, and before its last orders come in.
export class MeasuredWindow {
  #edges = [];
  #count = 0;

  /** @param {number} fromMs @param {number} toMs on the clock that `done` is told the time of */
  constructor(fromMs, toMs) {
    this.fromMs = fromMs;
    this.toMs = toMs;
  }

  /** Whether its end was seen. */
  get isOver() {
    return this.#edges.length === 2;
  }

  /** One more order is done. */
  done(nowMs) {
    this.#count += 1;
    const edge = this.#edges.length === 0 ? this.fromMs : this.toMs;
    if (!this.isOver && nowMs >= edge)
      this.#edges.push({ nowMs, count: this.#count, cpu: process.cpuUsage() });
  }

  /** Orders a second, and processor time of each. */
  reading() {
    const [first, last] = this.#edges;
    if (last === undefined) throw new Error('the contest was over before it was measured');
    const orders = last.count - first.count;
    const cpuUs = last.cpu.user + last.cpu.system - first.cpu.user - first.cpu.system;
    return { perSecond: (orders / (last.nowMs - first.nowMs)) * 1000, cpuUsPerOrder: cpuUs / orders };
  }
}
