import { Uri } from 'vscode';
import type { Webview } from 'vscode';

/** The page's shell: nothing may load but our own script and style, and every word comes later by message. */
export function simulatorPage(webview: Webview, extensionUri: Uri, language: string): string {
  const asset = (name: string): string => webview.asWebviewUri(Uri.joinPath(extensionUri, 'dist', 'webview', name)).toString();
  const nonce = createNonce();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${language}">
  <head>
    <meta charset="UTF-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${asset('simulator.css')}" />
    <title>Gatehouse</title>
  </head>
  <body>
    <main id="simulator"></main>
    <script nonce="${nonce}" src="${asset('simulator.js')}"></script>
  </body>
</html>`;
}

function createNonce(): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  const random = crypto.getRandomValues(new Uint8Array(32));
  return Array.from(random, (byte) => letters.charAt(byte % letters.length)).join('');
}
