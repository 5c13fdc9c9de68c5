import type { TestAPI } from 'vitest';
import type { Reprise, TestOptions } from './reprise.js';

export * from 'vitest';
export type * from './reprise.js';

/** `test` of Vitest, whose tests have the fixture `reprise`. */
export declare const test: TestAPI<{ reprise: Reprise }>;
export declare const it: typeof test;

/** A `test` with settings of its own: `const test = await createTest({ failOnUnused: true })`. */
export declare function createTest(options?: TestOptions): Promise<typeof test>;
