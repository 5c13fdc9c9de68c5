// Test ids as a tree, as a list of rows that can be folded.

const separators = /(\/|::| > |›)/;

/** Nodes of a tree, from tests `{test, …}`. */
export function treeOf(tests) {
  const root = { children: new Map(), level: 0, name: '', path: '' };
  for (const each of tests) {
    let node = root;
    const words = each.test === null ? ['no test'] : each.test.split(separators);
    // a test id with a thousand slashes is one name below the twelfth level
    const parts = words.length > 24 ? [...words.slice(0, 22), words.slice(22).join('')] : words;
    for (let index = 0; index < parts.length; index += 2) {
      const name = parts[index] + (parts[index + 1] ?? '');
      if (!node.children.has(name)) {
        node.children.set(name, { children: new Map(), level: node.level + 1, name, path: node.path + name, recordings: 0, bytes: 0, missed: 0, requests: 0, unused: 0 });
      }
      node = node.children.get(name);
      for (const member of ['recordings', 'bytes', 'missed', 'requests', 'unused']) {
        node[member] += each[member] ?? 0;
      }
    }
    node.test = each;
  }
  return root;
}

// a folder with only one folder in it is one row
function shortened(node) {
  let [last, name] = [node, node.name];
  while (!last.test && last.children.size === 1) {
    [last] = last.children.values();
    name += last.name;
  }
  return { node: last, name };
}

/** The rows of a tree; `isFolded(path)` says which are folded. */
export function rowsOf(root, isFolded) {
  const rows = [];
  const stack = [...root.children.values()].reverse().map((node) => ({ node, level: 1 }));
  while (stack.length > 0) {
    const { node: each, level } = stack.pop();
    const { node, name } = shortened(each);
    const isFolder = node.children.size > 0;
    const folded = isFolder && isFolded(node.path);
    rows.push({ node, name, level, isFolder, folded });
    if (isFolder && !folded) {
      stack.push(...[...node.children.values()].reverse().map((child) => ({ node: child, level: level + 1 })));
    }
  }
  return rows;
}
