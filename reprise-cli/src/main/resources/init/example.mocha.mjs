// Shows how a test uses Reprise. "reprise init" has written it; delete it when you have tests of your own.
//
//     reprise run -- npx mocha test/reprise-example.test.mjs
//
// It passes without network and without a key: the recording of its answer is in the directory of the recordings.

import assert from 'node:assert/strict';
import { it } from 'mocha';

{ask}
it('tells a joke', async () => {
  // Change the question: the error says which recording is nearest, and what differs.
  assert.match(await ask('tell me a joke'), /^A man walked into a library/);
}).timeout(10_000);
