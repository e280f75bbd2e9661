/** How the machine that measures fared itself. Times in milliseconds; null where nothing was observed. */
export interface GeneratorReading {
  /** Of the event loop that sends and counts or of the one that receives, whichever was later. */
  readonly loopDelayP99Ms: number;
  /** Processor time of this process over elapsed time: 1 is one core busy all the time. */
  readonly cpuRatio: number;
  readonly receiverP99Ms: number | null;
}
