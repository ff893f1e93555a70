// What both extension hosts (Node and the web worker) have and neither "lib": ["ES2022"] nor @types/vscode declares.

declare function setTimeout(run: () => void, milliseconds: number): unknown;
declare function clearTimeout(timer: unknown): void;

declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}

/** Only in the browser's extension host. */
declare class Worker {
  constructor(url: string);
}

declare const crypto: { getRandomValues(array: Uint8Array): Uint8Array };
