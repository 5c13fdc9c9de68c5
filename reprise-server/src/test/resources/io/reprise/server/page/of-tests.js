// A file that tests ask for.
export const answer = 42;
