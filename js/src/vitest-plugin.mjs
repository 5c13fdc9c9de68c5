// A plugin for vitest.config: starts the server before the first test, and prints a summary after the last one.
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';

const globalSetup = fileURLToPath(new URL('global-setup.mjs', import.meta.url));
const setup = fileURLToPath(new URL('vitest-setup.mjs', import.meta.url));

/** @param options `upstream`: the real APIs. The environment variable REPRISE_UPSTREAM counts more. */
export default function reprise({ upstream } = {}) {
  return {
    name: 'reprise',
    config() {
      process.env.REPRISE_RUN ??= randomUUID();
      if (upstream && !process.env.REPRISE_UPSTREAM) {
        process.env.REPRISE_UPSTREAM = [upstream].flat().join(' ');
      }
      return { test: { globalSetup: [globalSetup], setupFiles: [setup] } };
    },
  };
}
