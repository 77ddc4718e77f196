const CHECK_MS = 500;

/**
 * Calls `stop` once npm is gone. npm runs a script in a shell, and a TERM to npm ends that shell but not
 * what the shell has started. Does nothing where npm did not start this process.
 */
export function whenNpmIsGone(stop) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const check = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(check);
    stop();
  }, CHECK_MS);
  check.unref();
}
