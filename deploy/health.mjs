// Whether foxload answers on its metrics page: for the health check of a container. Ends with 0 or 1, and says why.
import { readFileSync } from 'node:fs';

const url = process.env.FOXLOAD_METRICS_URL ?? 'http://127.0.0.1:9464/metrics';
const { FOXLOAD_METRICS_TOKEN: given, FOXLOAD_METRICS_TOKEN_FILE: file } = process.env;
const token = given || (file ? readFileSync(file, 'utf8').trim() : '');

try {
  const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(4_000) });
  const page = await answer.text();
  const isWell = answer.ok && page.includes('foxload_build_info');
  process.stdout.write(isWell ? 'the metrics are there\n' : `the metrics page answered ${answer.status}\n`);
  process.exitCode = isWell ? 0 : 1;
} catch (error) {
  process.stdout.write(`nothing answers at ${url} (${error.cause?.code ?? error.name})\n`);
  process.exitCode = 1;
}
