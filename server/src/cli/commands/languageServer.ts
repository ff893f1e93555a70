import { message } from '../../core/text/message';

import type { Command } from '../command';
import { CommandError } from '../commandError';
import { commonOptions, helpHint, readArguments } from '../options';

/** `gatehouse language-server`: for editors other than VS Code. */
export const languageServerCommand: Command = {
  name: 'language-server',
  usage: ['language-server --stdio'],
  summary: message('Serves editors by the Language Server Protocol'),
  options: [['--stdio', message('over standard input and output')]],
  exitCodes: [['0', message('the editor said good-bye')]],
  run: runLanguageServer,
};

async function runLanguageServer(args: readonly string[]): Promise<number> {
  const { values } = readArguments('language-server', args, {
    ...commonOptions,
    stdio: { type: 'boolean' },
    // Editors that let the server watch them tell their process id.
    clientProcessId: { type: 'string' },
  });
  if (values.stdio !== true) throw new CommandError(message('`{0}` is missing', '--stdio'), helpHint('language-server'));
  // Loaded here, so that no other command waits for it. The extension is for running file by file, where node resolves the import.
  const { serveEditor } = await import('../serveEditor.js');
  await serveEditor();
  return 0;
}
