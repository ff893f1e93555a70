// Reads AWS's public service reference, when the user asks. No editor in here.
// It is the extension host that reads, not the server: VS Code makes `fetch` there go through the proxy and with the certificates of the
// user's settings, and in the browser `fetch` is all there is.

/** Where it is. <https://docs.aws.amazon.com/service-authorization/latest/reference/service-reference.html> */
export const serviceReferenceAddress = 'https://servicereference.us-east-1.amazonaws.com/';

export interface DownloadOptions {
  readonly address: string;
  readonly signal?: AbortSignal;
  /** Told after each service: how many of how many. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Milliseconds for one file; left out: 30 seconds. */
  readonly timeout?: number;
  /** Milliseconds before the first further try; doubled each time. */
  readonly patience?: number;
}

export interface Download {
  /** The services' documents as they came. */
  readonly documents: readonly unknown[];
  /** Services whose document did not come, or was none. */
  readonly failed: readonly string[];
}

const concurrency = 8;
const tries = 3;
/** No service's document is near that. */
const largest = 32 * 1024 * 1024;

/** Fails when the list or all that it names does not come, or when it is cancelled; which services' documents did not come is in the result. */
export async function downloadServiceData(options: DownloadOptions): Promise<Download> {
  const list = readList(await fetchJson(options.address, options), options.address);
  if (list.length === 0) throw new Error(`no list of services at ${options.address}`);
  const documents: unknown[] = [];
  const failed: string[] = [];
  let reason: unknown;
  let done = 0;
  const waiting = [...list];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      try {
        documents.push(checkedDocument(next, await fetchJson(next.url, options)));
      } catch (error) {
        if (options.signal?.aborted === true) throw error;
        reason = error;
        failed.push(next.service);
      }
      options.onProgress?.(++done, list.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, list.length) }, work));
  if (documents.length === 0) throw reason;
  return { documents, failed: failed.sort() };
}

interface Entry {
  readonly service: string;
  readonly url: string;
}

/** The least that a service's document has; all else of it is read tolerantly. */
function checkedDocument({ service, url }: Entry, document: unknown): unknown {
  if (typeof document === 'object' && document !== null && 'Name' in document && 'Actions' in document) {
    if (document.Name === service && Array.isArray(document.Actions)) return document;
  }
  throw new Error(`${url}: no document of ${service}`);
}

/** Only files of the same place: a list must not send us anywhere else. The list of a mirror may have AWS's own addresses in it. */
function readList(value: unknown, address: string): readonly Entry[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null || !('service' in entry) || !('url' in entry)) return [];
    const { service, url } = entry;
    if (typeof service !== 'string' || typeof url !== 'string' || !URL.canParse(url, address)) return [];
    const path = url.startsWith(serviceReferenceAddress) ? url.slice(serviceReferenceAddress.length) : url;
    const file = new URL(path, address);
    return file.origin === new URL(address).origin ? [{ service, url: file.href }] : [];
  });
}

/** What another try may mend: a server's trouble, too many questions, a network that was gone. */
class Passing extends Error {}

async function fetchJson(url: string, options: DownloadOptions): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await fetchOnce(url, options);
    } catch (error) {
      if (options.signal?.aborted === true || !(error instanceof Passing) || attempt === tries) throw error;
      await new Promise((resolve) => setTimeout(resolve, (options.patience ?? 500) * 2 ** (attempt - 1)));
    }
  }
}

async function fetchOnce(url: string, { signal, timeout = 30_000 }: DownloadOptions): Promise<unknown> {
  const late = AbortSignal.timeout(timeout);
  let text: string;
  try {
    const response = await fetch(url, { signal: signal === undefined ? late : AbortSignal.any([signal, late]) });
    if (response.status === 429 || response.status >= 500) throw new Passing(`${url}: ${response.status}`);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    text = await readText(response, url);
  } catch (error) {
    if (error instanceof TypeError || late.aborted) throw new Passing(`${url}: ${String(error)}`);
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch {
    // It was cut off, or somebody between answered with a page of his own.
    throw new Passing(`${url}: no JSON`);
  }
}

/** The whole answer, unless it goes on and on. */
async function readText({ body }: FetchedFile, url: string): Promise<string> {
  const decoder = new TextDecoder();
  const reader = body?.getReader();
  let text = '';
  for (let length = 0; reader !== undefined;) {
    const { value } = await reader.read();
    if (value === undefined) break;
    length += value.length;
    if (length > largest) {
      void reader.cancel().catch(() => undefined);
      throw new Error(`${url}: too large`);
    }
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}
