/**
 * Starts the server before the first test, and prints a summary after the last one: `plugins: [reprise()]`.
 *
 * @param options `upstream`: the real APIs, each `[NAME=]URL`. The environment variable REPRISE_UPSTREAM counts more.
 */
export default function reprise(options?: { upstream?: string | string[] }): {
  name: string;
  config(): { test: { globalSetup: string[]; setupFiles: string[] } };
};
