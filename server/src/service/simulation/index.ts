export { proposeTests } from './proposeTests';
export { createSimulation } from './simulation';
export type { Simulation } from './simulation';
