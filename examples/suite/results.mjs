// The results: a line for each cell as it is known, totals, and the matrix in docs/clients.md.
import { readFileSync, writeFileSync } from 'node:fs';

const columns = {
  plain: 'plain',
  streamed: 'streamed',
  tool: 'tool call, second turn',
  'tool-streamed': 'the same, streamed',
  error: 'error',
  'error-streamed': 'error, streamed',
  miss: 'miss',
  'miss-streamed': 'miss, streamed',
  away: 'upstream away',
  'fresh-ids': '`--fresh-ids`',
  again: 'recorded again',
};

export class Results {
  #cells = new Map();
  passed = 0;
  failed = 0;

  /** problem: undefined if the cell is good; remark: what the matrix shows of a good one, "ok" unless given. */
  add(name, scenario, problem, { remark = 'ok', detail = '' } = {}) {
    this.#cells.set(`${name} ${scenario}`, problem ? `**${problem}**` : remark);
    if (problem) {
      this.failed++;
    } else {
      this.passed++;
    }
    console.log(`${problem ? 'FAIL' : 'PASS'}  ${name.padEnd(28)}${scenario}${problem ? `: ${problem}` : remark === 'ok' ? '' : `: ${remark}`}`);
    if (problem && detail) {
      console.log(detail.split('\n').slice(0, 24).map((line) => `      ${line.slice(0, 400)}`).join('\n'));
    }
  }

  /** Writes the matrix into the page. */
  write(page, clients) {
    const names = Object.keys(columns);
    const cell = (client, name) => this.#cells.get(`${client.name} ${name}`) ?? '–';
    const rows = clients.map((client) => [client.title, client.version, ...names.map((each) => cell(client, each))]);
    writeTable(page, 'matrix', ['client', 'version', ...Object.values(columns)], rows);
  }
}

/** Puts a table between the marks of this name. */
export function writeTable(page, name, head, rows) {
  const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
  const text = readFileSync(page, 'utf8');
  writeFileSync(page, text.replace(new RegExp(`(<!-- ${name}: .*-->\n)[^]*?(<!-- end of ${name} -->)`), (_, start, end) => start + table + end));
}
