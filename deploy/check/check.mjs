// Checks manifests against the schemas of Kubernetes and of the Prometheus Operator. A member that a schema does not know is a failure, too:
// a misspelt one would be ignored by a cluster. The last line says "N passed, N failed".
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import * as apps from 'kubernetes-models/apps/v1';
import * as core from 'kubernetes-models/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as monitoring from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';

const here = dirname(fileURLToPath(import.meta.url));
const modules = {
  'apps/v1': 'kubernetes-models/apps/v1',
  v1: 'kubernetes-models/v1',
  'policy/v1': 'kubernetes-models/policy/v1',
  'networking.k8s.io/v1': 'kubernetes-models/networking.k8s.io/v1',
  'monitoring.coreos.com/v1': '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1',
};
const kinds = { ...apps, ...core, ...policy, ...networking, ...monitoring };
let passed = 0;
let failed = 0;
for (const file of process.argv.slice(2)) {
  for (const document of parseAllDocuments(readFileSync(file, 'utf8'))) {
    const problems = document.errors.map((error) => error.message).concat(problemsOf(document.toJS({ merge: true })));
    const name = `${file}: ${document.get('kind')}`;
    console.log(problems.length === 0 ? `${name}: good` : `${name}: ${problems.join('; ')}`);
    problems.length === 0 ? passed++ : failed++;
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

function problemsOf(manifest) {
  const Kind = kinds[manifest.kind];
  if (!Kind || !modules[manifest.apiVersion]) {
    return [`there is no kind '${manifest.kind}' in '${manifest.apiVersion}'`];
  }
  try {
    new Kind(manifest).validate();
  } catch (error) {
    return [error.message];
  }
  return unknownMembers(manifest);
}

// The schemas let members pass that they do not know; the compiler of TypeScript does not.
function unknownMembers(manifest) {
  const source = join(here, 'manifest.ts');
  const { apiVersion, kind, ...content } = manifest;
  writeFileSync(
    source,
    `import { ${kind} } from '${modules[apiVersion]}';\nnew ${kind}(${JSON.stringify(content, null, 1)});\n`,
  );
  try {
    const compiler = join(here, 'node_modules/typescript/bin/tsc');
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--moduleResolution', 'nodenext'];
    execFileSync(process.execPath, [compiler, ...options, source], { encoding: 'utf8' });
    return [];
  } catch (refused) {
    return [String(refused.stdout).split('\n').filter((line) => line.includes('error')).join('; ')];
  } finally {
    rmSync(source);
  }
}
