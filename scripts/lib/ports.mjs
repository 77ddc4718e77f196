import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Makes sure that a port of 127.0.0.1 can be listened on now; 0 always can.
 * @throws {Error} with what to do, if it is in use or may not be used
 */
export async function assertPortIsFree(port) {
  const probe = createServer();
  try {
    probe.listen(port, '127.0.0.1');
    await once(probe, 'listening');
  } catch (error) {
    const why = { EADDRINUSE: 'is in use', EACCES: 'may not be used by this user' }[error.code];
    throw new Error(`Port ${port} ${why ?? 'cannot be used'}; choose another one with --port.`, {
      cause: error,
    });
  }
  probe.close();
  await once(probe, 'close');
}
