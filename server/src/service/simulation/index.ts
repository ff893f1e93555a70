export { createDecisions } from './decisions';
export type { Decisions } from './decisions';
