import type { HookOptions, TestContext as PlainContext, TestOptions as PlainOptions } from 'node:test';
import type { Options, Reprise, TestOptions } from './reprise.js';

export { after, before, describe, mock, suite } from 'node:test';
export type * from './reprise.js';

export interface TestContext extends PlainContext {
  reprise: Reprise;
}

type Body = (context: TestContext) => void | Promise<void>;
type Settings = PlainOptions & { reprise?: Options };

/** As those of node:test; the context is that of the test. */
export declare function beforeEach(hook?: Body, options?: HookOptions): void;
export declare function afterEach(hook?: Body, options?: HookOptions): void;

interface Definition {
  (name?: string, body?: Body): Promise<void>;
  (name?: string, options?: Settings, body?: Body): Promise<void>;
  (options?: Settings, body?: Body): Promise<void>;
  (body?: Body): Promise<void>;
}

/** `test` of node:test, whose contexts have `reprise`. */
export declare const test: Definition & { only: Definition; skip: Definition; todo: Definition };
export declare const it: typeof test;
export default test;

/** A `test` with settings of its own. */
export declare function createTest(options?: TestOptions): typeof test;
