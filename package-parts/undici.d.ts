// Undici's connections alone: the whole package takes four times as long to load, for fetch, caches and mocks that nothing
// here uses.
declare module 'undici/lib/dispatcher/client.js' {
  import { Client } from 'undici';
  export = Client;
}
declare module 'undici/lib/dispatcher/pool.js' {
  import { Pool } from 'undici';
  export = Pool;
}
