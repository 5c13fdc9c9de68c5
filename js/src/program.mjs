// Finds the program `reprise`, which is written in Java, and says how it is started.
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const own = realpathSync(join(dirname(fileURLToPath(import.meta.url)), '..'));
const isWindows = process.platform === 'win32';

export const howToGetJava = `Reprise needs Java 17 or later (any vendor's), and there is none here. Install one:
  Debian, Ubuntu   apt-get install openjdk-17-jre-headless   (or a later one)
  Fedora           dnf install java-latest-openjdk-headless
  macOS            brew install openjdk
  Windows          winget install EclipseAdoptium.Temurin.21.JRE
  GitHub Actions   - uses: actions/setup-java@v4
                     with: { distribution: temurin, java-version: 21 }
If it is there already, set REPRISE_JAVA_HOME to its directory.`;

/** Directories that may have bin/reprise, in the order in which they count. */
function* candidates() {
  if (process.env.REPRISE_HOME) {
    yield process.env.REPRISE_HOME;
    return;
  }
  yield join(own, 'distribution');
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(directory, 'reprise');
    // node_modules/.bin/reprise is this package itself
    if (directory && existsSync(file) && !realpathSync(file).startsWith(own + sep)) {
      yield dirname(dirname(realpathSync(file)));
    }
  }
}

function commandOf(home) {
  const library = join(home, 'lib');
  const jar = existsSync(library) && readdirSync(library).find((name) => /^reprise-cli-.*\.jar$/.test(name));
  if (isWindows) {
    const java = process.env.REPRISE_JAVA_HOME ?? process.env.JAVA_HOME;
    return jar && { file: java ? join(java, 'bin', 'java') : 'java', args: ['-jar', join(library, jar)] };
  }
  const launcher = [join(home, 'bin', 'reprise'), join(home, 'reprise')].find((file) => existsSync(file));
  return launcher && { file: launcher, args: [] };
}

/**
 * The command that runs Reprise.
 *
 * @returns {{ file: string, args: string[] }}
 */
export function program() {
  for (const home of candidates()) {
    const command = commandOf(home);
    if (command) {
      return command;
    }
  }
  throw new Error(process.env.REPRISE_HOME
    ? `reprise: there is no bin/reprise in '${process.env.REPRISE_HOME}', which the environment variable REPRISE_HOME names`
    : 'reprise: the program is neither in this package nor on the PATH; set REPRISE_HOME to the directory that has bin/reprise');
}

/** Says more about a program that ended at once, where more is known. */
export function explained(status, said) {
  const text = said.trim();
  return status === 127 || status === 'ENOENT' || /needs Java/.test(text) ? `${text}\n${howToGetJava}`.trim() : text;
}
