export { provideFolding } from './folding';
export { provideHighlights } from './highlights';
export { provideSelectionRanges } from './selectionRanges';
export { flatSymbols, provideSymbols } from './symbols';
