// Vitest: `import { test, expect } from 'reprise/vitest'`.
import { afterAll, expect, test as plain } from 'vitest';
import { FileTests, setVariablesOf } from './file-tests.mjs';
import { enterFile, isCurrent, leaveFailedFile, leaveFile } from './vitest-file.mjs';

export * from 'vitest';

const files = new Map();

function testsOf(file, upstream) {
  const key = JSON.stringify([file, upstream]);
  if (!files.has(key)) {
    files.set(key, new FileTests(file, { upstream }));
  }
  return files.get(key);
}

function namesOf(task) {
  const names = [];
  for (let at = task; at && at !== task.file; at = at.suite) {
    names.unshift(at.name);
  }
  return names;
}

/**
 * A `test` whose tests have the fixture `reprise`. It waits until the server has started, because Vitest limits the time of tests, but
 * not that of imports.
 */
export async function createTest(options = {}) {
  const file = expect.getState().testPath;
  if (file) {
    await testsOf(file, options.upstream).ready();
  }
  return plain.extend({
    reprise: [
      async ({ task, onTestFinished }, use) => {
        const errorsBefore = task.result?.errors?.length ?? 0; // of earlier tries
        const active = await testsOf(task.file.filepath, options.upstream).start(task.id, namesOf(task), { ...options, aloneMs: 2_000 }); // Vitest counts this as time of the test
        const restore = task.concurrent ? () => {} : setVariablesOf(active);
        onTestFinished(async () => {
          restore();
          const hasPassed = (task.result?.errors?.length ?? 0) === errorsBefore && !task.result?.pending && task.result?.state !== 'fail'; // pending: skipped by itself
          const problem = await active.end(hasPassed);
          if (problem) {
            throw problem;
          }
        });
        await use(active.reprise);
      },
      { auto: true },
    ],
  });
}

/** Clients that are made while the file is imported ask in the name of the file. A file that was started already is not started again. */
export async function startFile() {
  const file = expect.getState().testPath;
  if (!file || isCurrent(file)) {
    return;
  }
  await leaveFailedFile();
  const active = await testsOf(file).startFile();
  enterFile(file, active, setVariablesOf(active));
  afterAll(async () => {
    const problem = await leaveFile(true);
    if (problem) {
      throw problem;
    }
  });
}

export const test = await createTest();
export const it = test;
await startFile();
