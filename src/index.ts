/**
 * foxload as a library: run a profile, settle a run that was killed, judge a stored run by other budgets, compare runs, prove exactly-once, start a simulator, start a webhook receiver, read a stored result.
 *
 * @packageDocumentation
 */
export { type Clock, monotonicClock } from './clock.js';
export { compareRuns, comparisonDefaults } from './compare/compare-runs.js';
export type { Comparison, ComparisonSettings } from './compare/comparison.js';
export { InvalidRunError } from './compare/invalid-run-error.js';
export type { RunToCompare } from './compare/run-to-compare.js';
export { type Dialect, type DialectName, dialectNames } from './contract/dialect.js';
export { dialects } from './contract/dialects.js';
export type { SignatureScheme, SignatureSchemeName } from './contract/signature-scheme.js';
export { signatureSchemes } from './contract/signature-schemes.js';
export { readWebhookSecret, readWebhookSecrets, writeWebhookSecret } from './contract/webhook-secret.js';
export type { IdempotencyResult } from './idempotency/idempotency-result.js';
export { type FinishedSuite, runIdempotencySuite, type SuiteOptions } from './idempotency/run-suite.js';
export type { OrderEvent } from './order-event.js';
export { type Budget, parseBudget } from './profile/budget.js';
export { BudgetError } from './profile/budget-error.js';
export { type LoadedProfile, loadProfile } from './profile/load-profile.js';
export type { Profile } from './profile/profile.js';
export { ProfileError, type ProfileProblem } from './profile/profile-error.js';
export { readProfile } from './profile/read-profile.js';
export { type Receiver, type ReceiverOptions, startReceiver } from './receiver/receiver.js';
export { finalBlock } from './report/final-block.js';
export { readResult } from './report/read-result.js';
export { writeReports } from './report/write-reports.js';
export { type ResumedRun, type ResumeOptions, resumeRun, type SettleForecast } from './run/resume-run.js';
export { type FinishedRun, type RunOptions, runProfile } from './run/run-profile.js';
export type { RunResult } from './run/run-result.js';
export type { RunView } from './run/run-view.js';
export { StartError } from './run/start-error.js';
export { storedRun } from './run/stored-run.js';
export type { SandboxOptions } from './sandbox/sandbox-options.js';
export { type Sandbox, type SandboxSettings, startSandbox } from './sandbox/start-sandbox.js';
