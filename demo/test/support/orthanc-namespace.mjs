/**
 * Runs within a network namespace of its own: brings its loopback device up, starts Orthanc there and
 * hands connections to a Unix socket on to Orthanc's port. Orthanc binds every address of its namespace,
 * which has no other than loopback, so nothing outside can reach it but through the socket.
 *
 * Arguments: Orthanc's program, its configuration file, its port, the socket's path; and, to give Orthanc a
 * small disk, the folder to put it at and its size, such as 100k (this wants a mount namespace).
 * SIGUSR1 makes that disk large, SIGUSR2 kills Orthanc as a power failure would.
 */
import { spawn, spawnSync } from 'node:child_process';
import { connect, createServer } from 'node:net';

const [program, configuration, port, socketPath, disk, size] = process.argv.slice(2);

function must(what, command, ...args) {
  if (spawnSync(command, args, { stdio: 'inherit' }).status !== 0) throw new Error(what);
}

must(
  'The loopback device of the namespace could not be brought up.',
  'ip',
  ...['link', 'set', 'lo', 'up']
);
if (disk) {
  must(
    'The small disk could not be made.',
    'mount',
    '-t',
    'tmpfs',
    '-o',
    `size=${size}`,
    'disk',
    disk
  );
  process.on('SIGUSR1', () =>
    must('The disk could not be made larger.', 'mount', '-o', 'remount,size=64m', disk)
  );
}

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
process.on('SIGUSR2', () => orthanc.kill('SIGKILL'));
