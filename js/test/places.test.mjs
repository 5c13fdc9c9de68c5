// Where test files are: directories of all names, and sources that were compiled.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { nodeTest, projectWith, run, startUpstream } from './running.mjs';

const map = (source) => `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify({ version: 3, sources: [source], names: [], mappings: 'AAAA;AACA;AACA;AACA' })).toString('base64')}`;

test('node:test: a test file may be in a directory of any name, and is called after its source', async () => {
  const work = mkdtempSync(join(tmpdir(), 'reprise-js-places-'));
  const upstream = await startUpstream();
  try {
    const body = (id) => `test('tells', ({ reprise }) => assert.equal(reprise.testId, ${JSON.stringify(`${id} > tells`)}));`;
    const module = (id) => `import assert from 'node:assert'; import { test } from 'reprise/node-test'; ${body(id)}`;
    const common = (id) => `const assert = require('node:assert'); const { test } = require('reprise/node-test');\n${body(id)}`;
    const files = {
      'app/(auth)/login.test.cjs': common('app/(auth)/login.test.cjs'),
      'app/(auth)/module.test.mjs': module('app/(auth)/module.test.mjs'),
      'app/a:1:2 b/c#d%20.test.cjs': common('app/a:1:2 b/c#d%20.test.cjs'),
      'app/node:/e.test.mjs': module('app/node:/e.test.mjs'),
      'dist/mapped.test.cjs': common('src/mapped.test.ts') + map('../src/mapped.test.ts'),
      'dist/lost.test.cjs': common('dist/lost.test.cjs') + map('../src/lost.test.ts'),
    };
    const root = projectWith(work, { ...files, 'src/mapped.test.ts': '// compiled' });

    const { status, said } = await run(root, ['--enable-source-maps', ...nodeTest, ...Object.keys(files)], { REPRISE_UPSTREAM: upstream.url });

    assert.equal(status, 0, said);
    assert.match(said, /ℹ pass 6/);
  } finally {
    upstream.kill();
    rmSync(work, { recursive: true, force: true });
  }
});
