// The file of Vitest whose variables this process has. With `isolate: false`, files share a process.
let current;

export const isCurrent = (file) => current?.file === file;

/** @param restore puts back the variables from before */
export function enterFile(file, active, restore) {
  current = { file, active, restore };
}

/** The variables of no file are left. Answers with what is wrong with the requests of the one that had them. */
export async function leaveFile(hasPassed) {
  const leaving = current;
  current = undefined;
  leaving?.restore();
  return leaving?.active.end(hasPassed);
}

/** Vitest says nothing about the end of a file that could not be imported. What was wrong then counts more than its requests. */
export const leaveFailedFile = () => leaveFile(false).catch(() => {});
