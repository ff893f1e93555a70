import * as l10n from '@vscode/l10n';

import type { TestResult } from '../../../server/src/protocol/decisions';
import type { Location } from '../../../server/src/protocol/requests';

/** A message of a result, as plain data. */
export interface ResultMessage {
  readonly text: string;
  /** Both are given, or neither: then there is a difference to show. */
  readonly difference: { readonly expected: string; readonly actual: string } | undefined;
  readonly at: Location;
  /** Places that led to it, the deciding statement first. */
  readonly frames: readonly { readonly label: string; readonly location: Location }[];
}

/** What is to be said of a case that failed or cannot be understood: why, then everything that took part. */
export function messagesOf(result: TestResult, label: string): readonly ResultMessage[] {
  const { uri, range, message, expected, actual, trace, decidedBy } = result;
  const at = { uri, range };
  const decider = decidedBy?.location;
  const frames = [
    ...(decider === undefined || decider === null ? [] : [{ label: decidedBy?.label ?? '', location: decider }]),
    { label, location: at },
  ];
  const difference = expected === actual ? undefined : { expected, actual };
  const why: ResultMessage = { text: message, difference, at, frames: result.outcome === 'failed' ? frames : [] };
  return trace === '' ? [why] : [why, { text: trace, difference: undefined, at, frames: [] }];
}

/** What a terminal shows of a case. */
export function outputOf(result: TestResult, label: string): string {
  const { message, trace, decidedBy } = result;
  // The trace begins with the decision in words, which is all that the message of a passed test says.
  const said = result.outcome === 'passed' ? trace : [message, trace].filter((text) => text !== '').join('\n');
  const place = decidedBy?.location;
  const decided =
    place === undefined || place === null
      ? ''
      : `\n${l10n.t('decided at {0}', `${pathOf(place.uri)}:${place.range.start.line + 1}:${place.range.start.character + 1}`)}`;
  const head = `${signs[result.outcome]} ${label}`;
  return terminalText(said === '' ? head : `${head}\n${indented(said + decided)}`);
}

/** Lines as a terminal ends them, the last one too. */
export function terminalText(text: string): string {
  return `${text.replace(/\r?\n/g, '\r\n')}\r\n`;
}

const signs: Readonly<Record<TestResult['outcome'], string>> = { passed: '✓', failed: '✗', unclear: '?' };

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

/** A terminal makes links of paths. */
function pathOf(uri: string): string {
  try {
    return decodeURIComponent(uri.replace(/^file:\/\//, ''));
  } catch {
    return uri;
  }
}
