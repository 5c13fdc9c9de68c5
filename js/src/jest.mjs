// Jest: `testEnvironment: 'reprise/jest'`. Tests have the global `reprise`.
import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { FileTests, setVariablesOf, within } from './file-tests.mjs';

/** An environment of Jest that the project has: of `node`, unless testEnvironmentOptions say `environment: 'jsdom'`. */
function environmentOf(rootDir, name) {
  let from = createRequire(join(rootDir, 'package.json'));
  const wanted = `jest-environment-${name}`;
  for (const step of [undefined, 'jest', 'jest-cli', 'jest-config']) {
    try {
      from = step ? createRequire(from.resolve(step)) : from;
      const found = from(wanted);
      return found.TestEnvironment ?? found.default ?? found;
    } catch (error) {
      if (error.code !== 'MODULE_NOT_FOUND') {
        throw error;
      }
    }
  }
  throw new Error(`reprise: '${wanted}' is not installed`);
}

function namesOf(test) {
  const names = [];
  for (let at = test; at?.parent; at = at.parent) {
    names.unshift(at.name);
  }
  return names;
}

/** Follows the tests of one file. */
class Follower {
  #files;
  #options;
  #variables; // tests see a copy of the environment
  #current;
  #restore;
  #file;
  #restoreFile;
  #inThisTest = new AsyncLocalStorage(); // tests that run at the same time

  constructor(file, options, variables) {
    this.#options = options;
    this.#variables = variables;
    this.#files = new FileTests(file, options);
  }

  /** What the global `reprise` is: that of the test from which it is read, or that of the file. */
  get reprise() {
    return (this.#inThisTest.getStore() ?? this.#current ?? this.#file)?.reprise;
  }

  async startFile() {
    this.#file = await this.#files.startFile();
    this.#restoreFile = setVariablesOf(this.#file, this.#variables);
  }

  /** Tests that run at the same time get no hooks, and older Jests start them before they say so: such a test starts its own run. */
  added(event, state) {
    const test = state.currentDescribeBlock.children.at(-1);
    if (event.name !== 'add_test' || !event.concurrent || !test?.fn) {
      return;
    }
    const body = test.fn;
    test.fn = async () => {
      const active = await this.#start(test);
      return within(active, () => this.#inThisTest.run(active, () => body()));
    };
  }

  async handle(event) {
    if (event.name === 'test_started' && !event.test.concurrent) {
      this.#current = await this.#start(event.test).catch((error) => void event.test.errors.push(error));
      this.#restore = this.#current && setVariablesOf(this.#current, this.#variables);
    } else if (event.name === 'test_done' && this.#current && !event.test.concurrent) {
      const active = this.#current;
      this.#current = undefined;
      this.#restore();
      this.#restore = undefined;
      const problem = await active.end(event.test.errors.length === 0).catch((error) => error);
      if (problem) {
        event.test.errors.push(problem);
      }
    } else if (event.name === 'run_finish') {
      const problem = await this.#endFile(true).catch((error) => error);
      if (problem) {
        throw problem;
      }
    }
  }

  /** No more events come: a file that could not be imported has none. The next file of this process finds its environment as it was. */
  async leave() {
    this.#restore?.();
    await this.#endFile(false).catch(() => {}); // whatever was wrong before counts more
  }

  async #endFile(hasPassed) {
    const file = this.#file;
    this.#file = undefined;
    this.#restoreFile?.();
    this.#restoreFile = undefined;
    return file?.end(hasPassed);
  }

  #start(test) {
    return this.#files.start(test, namesOf(test), this.#options);
  }
}

/** The environment. It is that of the project with a few things more: Jest takes what a constructor returns. */
export default class RepriseEnvironment {
  constructor(config, context) {
    const { projectConfig } = config;
    const { environment: name = 'node', ...options } = projectConfig.testEnvironmentOptions;
    const environment = new (environmentOf(projectConfig.rootDir, name))(config, context);
    const follower = new Follower(context.testPath, options, environment.global.process.env);
    const { setup, teardown, handleTestEvent } = environment;
    Object.defineProperty(environment.global, 'reprise', { get: () => follower.reprise, configurable: true });
    environment.setup = async () => {
      await setup.call(environment);
      await follower.startFile();
    };
    environment.teardown = async () => {
      await follower.leave();
      await teardown.call(environment);
    };
    environment.handleTestEvent = async (event, state) => {
      follower.added(event, state);
      await handleTestEvent?.call(environment, event, state);
      await follower.handle(event);
    };
    return environment;
  }
}

export { RepriseEnvironment as TestEnvironment };
