// What both extension hosts (Node and the web worker) have and neither "lib": ["ES2022"] nor @types/vscode declares.

declare function setTimeout(run: (value?: unknown) => void, milliseconds: number): unknown;
declare function clearTimeout(timer: unknown): void;

declare class TextDecoder {
  decode(bytes?: Uint8Array, options?: { readonly stream: boolean }): string;
}

declare class TextEncoder {
  encode(text: string): Uint8Array;
}

declare class URL {
  constructor(url: string, base?: string);
  static canParse(url: string, base?: string): boolean;
  readonly origin: string;
  readonly href: string;
}

interface AbortSignal {
  readonly aborted: boolean;
}

declare const AbortSignal: {
  timeout(milliseconds: number): AbortSignal;
  any(signals: readonly AbortSignal[]): AbortSignal;
};

declare class AbortController {
  readonly signal: AbortSignal;
  abort(): void;
}

interface FetchedFile {
  readonly ok: boolean;
  readonly status: number;
  readonly body: {
    getReader(): { read(): Promise<{ readonly value?: Uint8Array }>; cancel(): Promise<void> };
  } | null;
}

declare function fetch(url: string, options?: { readonly signal?: AbortSignal }): Promise<FetchedFile>;

/** Only in the browser's extension host. */
declare class Worker {
  constructor(url: string);
}

declare const crypto: { getRandomValues(array: Uint8Array): Uint8Array };
