export { completeTest } from './completeTest';
export { provideTestDiagnostics, provideTestFixes } from './testDiagnostics';
export { provideTestHover } from './testHover';
