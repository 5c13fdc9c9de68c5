import type { Reprise as RepriseOfTest } from './reprise.js';

export type * from './reprise.js';

declare global {
  /** What the running test knows of its requests. */
  // eslint-disable-next-line no-var
  var reprise: RepriseOfTest;
}

/** An environment of Jest: `testEnvironment: 'reprise/jest'`. */
declare const RepriseEnvironment: new (config: unknown, context: unknown) => object;
export default RepriseEnvironment;
export { RepriseEnvironment as TestEnvironment };
