/** Where the metrics page is by default: on this machine only. 9464 is the port that exporters of this kind share. */
export const defaultExporterAddress = { host: '127.0.0.1', port: 9464 } as const;
