// Prints the summary, and stops the server. For globalTeardown of Jest.
export { globalTeardown as default } from './global-setup.mjs';
