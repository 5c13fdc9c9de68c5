// Which status makes each client ask again, and for how long: asks a server that answers every request with the same status. Prints a row
// for each client. ../statuses says how it is called.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clients as all, examples, node } from './clients.mjs';
import { scenariosOf } from './output.mjs';
import { forEach, runDriver, startServer, stopAll } from './processes.mjs';

const kinds = ['400', '404', '405', '408', '409', '410', '422', '424', '429', '500', '501', '502', '502-no-retry', '503', '504', '505', '511'];
const wanted = process.argv.slice(2);
const clients = all.filter((client) => !client.isRaw && (wanted.length === 0 || wanted.includes(client.name)));
const work = mkdtempSync(join(tmpdir(), 'client-statuses-'));

try {
  const server = await startServer([node, join(examples, 'upstream/status.mjs')], join(work, 'status.log'));
  console.log(`| client | ${kinds.join(' | ')} |`);
  await forEach(clients, async (client) => {
    const cells = [];
    for (const kind of kinds) {
      const output = await runDriver([...client.command, `${server.url}/s/${kind}/${client.name}`, 'plain'], { SUITE_KEY: 'sk-suite' });
      const { millis, text } = scenariosOf(output).get('plain');
      const asked = server.log().split('\n').filter((line) => line === `${kind} ${client.name}`).length;
      const seconds = millis === Infinity ? ', over 60 s' : millis > 2000 ? `, ${Math.round(millis / 1000)} s` : '';
      cells.push(`${asked}${seconds}${text.includes('what the static server says') ? '' : ', text hidden'}`);
    }
    console.log(`| ${client.title} | ${cells.join(' | ')} |`);
  });
} finally {
  stopAll();
  rmSync(work, { recursive: true, force: true });
}
process.exit(0);
