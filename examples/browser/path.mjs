// What the drivers use of node:path.
export const basename = (path, ending) => path.split('/').at(-1).replace(ending, '');
