// Reads the result of a finished run: node examples/read-a-result.mjs reports/latest
import { readResult } from 'foxload';

const { run, verdict, latency, ledger } = readResult(process.argv[2] ?? 'reports/latest');
console.log(`${run.id}: ${verdict.result}`);
console.log(`${ledger.delivered} of ${ledger.planned} orders delivered, p95 ${latency.delivery.p95Ms} ms`);
