// The tests of one file, in whatever framework.
import { ActiveTest } from './active-test.mjs';
import { setVariables } from './environment.mjs';
import { TestNames } from './names.mjs';
import { projectOf } from './project.mjs';
import { serverFor } from './server.mjs';

export class FileTests {
  #names;
  #server;

  constructor(file, options) {
    const project = projectOf(file);
    this.#names = new TestNames(project.root, file);
    this.#server = serverFor(project, options);
    this.#server.catch(() => {}); // the first test says it
  }

  /**
   * Starts a run of a test.
   *
   * @param task what stays the same when the test is retried
   * @param names of the groups around the test, and its own
   */
  async start(task, names, options) {
    return ActiveTest.start(await this.#server, this.#names.idOf(task, names), options);
  }

  /** Waits for the server, which takes a second or more to start. */
  async ready() {
    await this.#server;
  }

  /** Starts a run of the file itself: of what is asked outside its tests. */
  async startFile() {
    return ActiveTest.start(await this.#server, this.#names.file, { isFile: true });
  }
}

/** Sets the variables of the SDKs for a test. Only for tests that run alone: a process has one environment. */
export const setVariablesOf = (active, ...others) => setVariables(active.reprise.environment, process.env, ...others);

/** Runs the body of a test, and ends the run. What is wrong with its requests is said first; another failure is its cause. */
export async function within(active, body) {
  let failure;
  let result;
  try {
    result = await body();
  } catch (error) {
    failure = { error };
  }
  const problem = await active.end(!failure);
  if (problem && failure) {
    problem.cause = failure.error;
    const said = String(failure.error?.message ?? failure.error);
    const isTold = problem.message.split('\n').some((line) => line.length >= 40 && said.includes(line)); // SDKs repeat a miss
    problem.stack += isTold ? '\n\nThe test itself failed, too, and says the same.' : `\n\nThe test itself failed, too: ${said}`;
  }
  if (problem) {
    throw problem;
  }
  if (failure) {
    throw failure.error;
  }
  return result;
}
