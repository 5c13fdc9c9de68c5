/** @jest-environment node */

// Shows how a test uses Reprise. "reprise init" has written it; delete it when you have tests of your own.
//
//     reprise run -- npx jest test/reprise-example.test.js
//
// It passes without network and without a key: the recording of its answer is in the directory of the recordings.

{ask}
test('tells a joke', async () => {
  // Change the question: the error says which recording is nearest, and what differs.
  expect(await ask('tell me a joke')).toMatch(/^A man walked into a library/);
});
