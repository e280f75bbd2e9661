/** The times of a run as a standard HdrHistogram log, in its folder. */
export const latencyLogFile = 'latency.hlog';
