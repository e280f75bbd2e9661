/** How the machine that measures fared itself. Times in milliseconds; null where nothing was observed. */
export interface GeneratorReading {
  readonly loopDelayP99Ms: number;
  /** Processor time of this process over elapsed time: 1 is one core busy all the time. */
  readonly cpuRatio: number;
  readonly receiverP99Ms: number | null;
}
