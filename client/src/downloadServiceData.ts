// Reads AWS's public service reference, when the user asks. No editor in here.

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
  /** Services whose document did not come, or was no JSON. */
  readonly failed: readonly string[];
}

const concurrency = 8;
const tries = 3;
/** No service's document is near that. */
const largest = 32 * 1024 * 1024;

/** Fails when the list does not come or is none, or when it is cancelled; what single services lack is in the result. */
export async function downloadServiceData(options: DownloadOptions): Promise<Download> {
  const list = readList(await fetchJson(options.address, options), options.address);
  if (list.length === 0) throw new Error(`no list of services at ${options.address}`);
  const documents: unknown[] = [];
  const failed: string[] = [];
  let done = 0;
  const waiting = [...list];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      try {
        documents.push(await fetchJson(next.url, options));
      } catch (error) {
        if (options.signal?.aborted === true) throw error;
        failed.push(next.service);
      }
      options.onProgress?.(++done, list.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, list.length) }, work));
  return { documents, failed: failed.sort() };
}

/** Only files of the same place: a list must not send us anywhere else. */
function readList(value: unknown, address: string): readonly { readonly service: string; readonly url: string }[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null || !('service' in entry) || !('url' in entry)) return [];
    const { service, url } = entry;
    if (typeof service !== 'string' || typeof url !== 'string' || !URL.canParse(url, address)) return [];
    const file = new URL(url, address);
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
    if (Number(response.headers.get('content-length') ?? 0) > largest) throw new Error(`${url}: too large`);
    text = await response.text();
  } catch (error) {
    if (error instanceof TypeError || late.aborted) throw new Passing(`${url}: ${String(error)}`);
    throw error;
  }
  if (text.length > largest) throw new Error(`${url}: too large`);
  try {
    return JSON.parse(text);
  } catch {
    // It was cut off, or somebody between answered with a page of his own.
    throw new Passing(`${url}: no JSON`);
  }
}
