export { createSimulation } from './simulation';
export type { Simulation } from './simulation';
