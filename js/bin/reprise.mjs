#!/usr/bin/env node
// Runs the program that this package brings: npx reprise serve --demo.
import { spawn } from 'node:child_process';
import { howToGetJava, program } from '../src/program.mjs';

let command;
try {
  command = program();
} catch (error) {
  console.error(error.message);
  process.exit(127);
}
const child = spawn(command.file, [...command.args, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // a terminal sends SIGINT to both; the child decides when to end
  process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
}
child.on('error', (error) => {
  console.error(`reprise: cannot run '${command.file}': ${error.message}`);
  if (error.code === 'ENOENT') {
    console.error(howToGetJava);
  }
  process.exit(127);
});
child.on('exit', (status, signal) => {
  if (status === 127) {
    console.error(howToGetJava);
  }
  if (signal) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  } else {
    process.exit(status);
  }
});
