// The project that a test file belongs to: the nearest directory above it with a package.json.
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

function nearest(from, name, isEnd = () => false) {
  for (let at = from; ; at = dirname(at)) {
    if (existsSync(join(at, name))) {
      return join(at, name);
    }
    if (isEnd(at) || dirname(at) === at) {
      return undefined;
    }
  }
}

/**
 * Where the recordings of the tests are, and by which file the server is configured. REPRISE_RECORDINGS and `recordings` in
 * reprise.yaml count before the directory `__recordings__` of the package.
 *
 * @param path of a test, or of a directory
 */
export function projectOf(path) {
  const real = realpathSync(path);
  const from = statSync(real).isDirectory() ? real : dirname(real);
  const manifest = nearest(from, 'package.json');
  const root = manifest ? dirname(manifest) : from;
  const configuration = nearest(root, 'reprise.yaml', (at) => existsSync(join(at, '.git')));
  const saysWhere = process.env.REPRISE_RECORDINGS
    || (configuration && /^recordings\s*:/m.test(readFileSync(configuration, 'utf8')));
  return { root, configuration, recordings: saysWhere ? undefined : join(root, '__recordings__') };
}
