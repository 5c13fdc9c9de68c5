// Which status makes each client ask again, and for how long: asks a server that answers every request with the same status. ../statuses
// says how it is called.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clients as all, examples, node } from './clients.mjs';
import { scenariosOf } from './output.mjs';
import { forEach, runDriver, startServer, stopAll } from './processes.mjs';
import { writeTable } from './results.mjs';

const kinds = ['400', '404', '405', '408', '409', '410', '422', '424', '429', '500', '501', '502', '502-no-retry', '503', '504', '511'];
const maySeconds = 60;
const wanted = process.argv.slice(2);
const clients = all.filter((client) => !client.isRaw && !client.isInBrowser && (wanted.length === 0 || wanted.includes(client.name)));
const work = mkdtempSync(join(tmpdir(), 'client-statuses-'));
const rows = new Map();

/** The number of requests, and the time if it is longer than 20 s. */
async function ask(server, client, kind) {
  const output = await runDriver([...client.command, `${server.url}/s/${kind}/${client.name}`, 'plain'], { SUITE_KEY: 'sk-suite' }, maySeconds);
  const { millis } = scenariosOf(output).get('plain');
  const asked = server.log().split('\n').filter((line) => line === `${kind} ${client.name}`).length;
  return millis === Infinity ? `over ${asked - 1} in ${maySeconds} s` : millis > 20_000 ? `${asked} in ${Math.round(millis / 1000)} s` : asked;
}

try {
  const server = await startServer([node, join(examples, 'upstream/status.mjs')], join(work, 'status.log'));
  await forEach(clients, async (client) => {
    const cells = [];
    for (const kind of kinds) {
      cells.push(await ask(server, client, kind));
    }
    rows.set(client, [`${client.title} ${client.version}`, ...cells]);
    console.log(rows.get(client).join(' | '));
  });
  if (!wanted.length) {
    const inOrder = clients.map((client) => rows.get(client));
    writeTable(join(examples, '../docs/clients.md'), 'statuses', ['client', ...kinds.map((kind) => kind.replace('-no-retry', ', `x-should-retry: false`'))], inOrder);
  }
} finally {
  stopAll();
  rmSync(work, { recursive: true, force: true });
}
process.exit(0);
