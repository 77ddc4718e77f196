import { createSession } from '../src/panel/session/session';
import { settle, type FakeHost } from './fakeHost';

/** A session that has opened the host's study. */
export async function sessionOn(host: FakeHost) {
  const session = createSession(host);
  await settle();
  return { session, actions: session.actions, state: () => session.getState() };
}

/** The job that was started last. */
export function lastJob(host: FakeHost) {
  const [job] = host.jobs.slice(-1);
  if (!job) {
    throw new Error('No job was started.');
  }
  return job;
}
