import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';

import { startServer } from '../lsp/server';

const worker: DedicatedWorkerGlobalScope = self;

startServer(createConnection(new BrowserMessageReader(worker), new BrowserMessageWriter(worker)), {
  createData: (dataUri, l10nUri) => ({
    readPart: (name) => fetchJson(`${dataUri}/${name}.json`),
    readTranslations: (language) => fetchJson(`${l10nUri}/bundle.l10n.${language}.json`),
  }),
  createWorkspace: (_folders, fallback) => fallback,
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
});

async function fetchJson(address: string): Promise<unknown> {
  try {
    const response = await fetch(address);
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}
