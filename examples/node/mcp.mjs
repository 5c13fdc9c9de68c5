// Asks Reprise over MCP, as a coding agent does, with npm @modelcontextprotocol/sdk.
//
//   node mcp.mjs '{"tool": {"argument": …}, …}' http://127.0.0.1:8000/__reprise/mcp
//   node mcp.mjs '{"tool": {"argument": …}, …}' reprise mcp --recordings DIR
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { say } from './driver.mjs';

const [calls, command, ...args] = process.argv.slice(2);
const transport = /^https?:/.test(command)
  ? new StreamableHTTPClientTransport(new URL(command))
  : new StdioClientTransport({ command, args, env: process.env, stderr: 'inherit' });
const client = new Client({ name: 'suite', version: '1' });

/** Prints what the work says, and an error as a user would see it. */
async function scenario(name, work) {
  console.log(`== ${name}`);
  const start = performance.now();
  try {
    await work();
  } catch (error) {
    say('error', `${error.constructor.name}: ${error.message}`);
  }
  console.log(`== took ${Math.round(performance.now() - start)} ms`);
}

await scenario('initialize', async () => {
  await client.connect(transport);
  say('server', client.getServerVersion().name);
});
await scenario('tools', async () => say('names', (await client.listTools()).tools.map((tool) => tool.name).join(' ')));
for (const [tool, given] of Object.entries(JSON.parse(calls))) {
  await scenario(tool, async () => {
    const { content, isError } = await client.callTool({ name: tool, arguments: given });
    say(isError ? 'refusal' : 'answer', content[0].text);
  });
}
await scenario('close', () => client.close());
process.exit(0);
