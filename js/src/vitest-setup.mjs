// For setupFiles of Vitest, which the plugin adds. With `isolate: false`, Vitest evaluates `reprise/vitest` for the first file of a process
// only, but this file for each one.
const { expect } = await import('vitest');
const file = expect.getState().testPath;

/** In a browser there are no files. */
const isInNode = file && globalThis.process?.versions?.node;

async function usesReprise() {
  const { readFileSync } = await import('node:fs');
  return readFileSync(file, 'utf8').includes('reprise/vitest');
}

if (isInNode && (await usesReprise())) {
  const { startFile } = await import('./vitest.mjs');
  await startFile();
} else if (isInNode) { // such tests keep their environment
  const { leaveFailedFile } = await import('./vitest-file.mjs');
  await leaveFailedFile();
}
