// Starts the server before the first test, and prints a summary after the last one. For globalSetup of Vitest and of Jest, and for
// `node --test-global-setup`.
import { randomUUID } from 'node:crypto';
import { projectOf } from './project.mjs';
import { endRun, serverFor } from './server.mjs';

export async function globalTeardown() {
  const summary = process.env.REPRISE_URL ? '' : await endRun();
  if (summary) {
    console.log(`\n${summary}`);
  }
}

/** @param given the project of Vitest, or the configuration of Jest */
export async function globalSetup(given) {
  process.env.REPRISE_RUN ??= randomUUID();
  await serverFor(projectOf(given?.config?.root ?? given?.rootDir ?? process.cwd()));
  return globalTeardown;
}

export default globalSetup;
