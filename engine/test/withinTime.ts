import { createContext, Script } from 'node:vm';

/** Far more than anything small takes, on a machine however busy; what takes longer hangs. */
const HANGING_MS = 60_000;

const sandbox: { run(): unknown } = { run: () => undefined };
const context = createContext(sandbox);
const script = new Script('run()');

/**
 * Runs something that does not wait for anything, and ends it where it does not end by itself: a loop that
 * goes on for ever fails a test instead of stopping all of them.
 * @throws what it throws, and an error with code ERR_SCRIPT_EXECUTION_TIMEOUT
 */
export function withinTime<T>(run: () => T): T {
  sandbox.run = run;
  return script.runInContext(context, { timeout: HANGING_MS }) as T;
}
