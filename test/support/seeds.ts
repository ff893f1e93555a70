import * as fc from 'fast-check';

/**
 * Where random tests begin: at the same place each time, so that a run that passed passes again; at another with `npm run test:full`, which
 * is there to find something new. What fails prints the seed.
 */
export const seed = Number(process.env['GATEHOUSE_SEED'] ?? (process.env['GATEHOUSE_FULL'] === undefined ? 1 : Date.now() % 0x7fffffff));

fc.configureGlobal({ seed });
