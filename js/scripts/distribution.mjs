// Copies the packaged program into this package: before `npm pack` and `npm publish`. ../reprise builds it, unless REPRISE_HOME names one.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('..', import.meta.url));
const root = join(here, '..');
let home = process.env.REPRISE_HOME;
if (!home) {
  execFileSync(join(root, 'reprise'), ['--version'], { stdio: ['ignore', 'ignore', 'inherit'] });
  home = join(root, 'reprise-cli/target/reprise');
}
if (!existsSync(join(home, 'lib'))) {
  console.error(`there is no program in '${home}'`);
  process.exit(1);
}
const target = join(here, 'distribution');
rmSync(target, { recursive: true, force: true });
// without what was prepared for the Java of this machine
cpSync(home, target, { recursive: true, filter: (file) => !/\.(aot|jsa)(\.size)?$|[/\\]built$/.test(file) });
