import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const blockSize = 1024 * 1024;

/** The lines of a file, which is never in memory as a whole: exports of large organizations are longer than a text can be. */
export function* fileLines(file: string): Generator<string> {
  const descriptor = openSync(file, 'r');
  try {
    yield* linesIn(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function* linesIn(descriptor: number): Generator<string> {
  const decoder = new StringDecoder('utf8');
  const block = Buffer.allocUnsafe(blockSize);
  /** Of a line that did not end yet. */
  let parts: string[] = [];
  let isFirst = true;
  const more = (): number => readSync(descriptor, block, 0, blockSize, null);
  for (let length = more(); length > 0; length = more()) {
    let text = decoder.write(block.subarray(0, length));
    if (isFirst) text = text.replace(/^\ufeff/, '');
    isFirst = false;
    let from = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      parts.push(text.slice(from, at));
      yield parts.join('');
      parts = [];
      from = at + 1;
    }
    parts.push(text.slice(from));
  }
  parts.push(decoder.end());
  yield parts.join('');
}
