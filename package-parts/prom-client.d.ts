// The part of prom-client that makes a page: the whole package takes four times as long to load, for clusters, tracing and
// metrics of the process.
declare module 'prom-client/lib/registry.js' {
  import { Registry } from 'prom-client';
  export = Registry;
}
