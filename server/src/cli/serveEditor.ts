/** Serves the editor at the other end of standard input and output, until it closes its end. The server is the one that VS Code starts. */
export async function serveEditor(): Promise<void> {
  const closed = new Promise<void>((resolve) => process.stdin.once('close', resolve));
  await import('../node/main.js');
  await closed;
}
