// What reading a file of AWS's outputs costs, in a process of its own: `node --expose-gc importProcess.js FILE`. Prints its measurements as JSON.
import { performance } from 'node:perf_hooks';

import { fileLines } from '../../server/src/cli/fileLines';
import { importAwsOutputs } from '../../server/src/core/organization/importAwsOutputs';

const file = process.argv[2] ?? '';
const megabyte = 2 ** 20;

globalThis.gc?.();
const before = process.memoryUsage();
const start = performance.now();
const imported = importAwsOutputs(fileLines(file));
const time = performance.now() - start;
const peak = process.resourceUsage().maxRSS / 1024;
globalThis.gc?.();
const result = (process.memoryUsage().heapUsed - before.heapUsed) / megabyte;
const { size } = imported.files;
console.log(
  JSON.stringify({ time, result, beside: peak - before.rss / megabyte - result, files: size, problems: imported.problems.length }),
);
