/**
 * Runs within a network namespace of its own: brings its loopback device up, starts Orthanc there and
 * hands connections to a Unix socket on to Orthanc's port. Orthanc binds every address of its namespace,
 * which has no other than loopback, so nothing outside can reach it but through the socket.
 *
 * Arguments: Orthanc's program, its configuration file, its port, the socket's path.
 */
import { spawn, spawnSync } from 'node:child_process';
import { connect, createServer } from 'node:net';

const [program, configuration, port, socketPath] = process.argv.slice(2);

const up = spawnSync('ip', ['link', 'set', 'lo', 'up'], { stdio: 'inherit' });
if (up.status !== 0)
  throw new Error('The loopback device of the namespace could not be brought up.');

const orthanc = spawn(program, [configuration], { stdio: ['ignore', 'inherit', 'inherit'] });
orthanc.on('exit', code => process.exit(code ?? 1));
orthanc.on('error', error => {
  console.error(error.message);
  process.exit(1);
});

createServer(outside => {
  const inside = connect(Number(port), '127.0.0.1');
  outside.pipe(inside).pipe(outside);
  outside.on('error', () => inside.destroy());
  inside.on('error', () => outside.destroy());
}).listen(socketPath);

const stop = () => orthanc.kill('SIGTERM');
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
