export type { CliContext, Output } from './io';
export { main } from './main';
