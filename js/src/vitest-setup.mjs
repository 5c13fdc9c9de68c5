// For setupFiles of Vitest, which the plugin adds. With `isolate: false`, Vitest evaluates `reprise/vitest` for the first file of a process
// only, but this file for each one.
const { expect } = await import('vitest');
const file = expect.getState().testPath;

/** Other tests keep their environment. In a browser there are no files. */
async function usesReprise() {
  if (!file || !globalThis.process?.versions?.node) {
    return false;
  }
  const { readFileSync } = await import('node:fs');
  return readFileSync(file, 'utf8').includes('reprise/vitest');
}

if (await usesReprise()) {
  const { startFile } = await import('./vitest.mjs');
  await startFile();
}
