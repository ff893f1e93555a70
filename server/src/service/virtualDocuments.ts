import { message } from '../core/text/message';

import type { ServiceContext } from './serviceContext';
import { accessLevelMessage } from './words';

/** The read-only document of an AWS managed policy. */
export function managedPolicyUri(name: string): string {
  return `gatehouse:/managed/${encodeURIComponent(name)}.json`;
}

/** The managed policy behind such a URI; undefined for any other URI. */
export function managedPolicyName(uri: string): string | undefined {
  const encoded = /^gatehouse:\/*managed\/(.+)\.json$/.exec(uri)?.[1];
  return encoded === undefined ? undefined : decode(encoded);
}

/** The read-only list of the actions that a pattern matches. */
export function patternUri(pattern: string): string {
  return `gatehouse:/actions/${encodeURIComponent(pattern)}.txt`;
}

/** The text behind a `gatehouse:` URI; undefined for one that names nothing. */
export async function provideVirtualDocument(uri: string, context: ServiceContext): Promise<string | undefined> {
  const [, folder, encoded = ''] = /^gatehouse:\/*(managed|actions)\/(.+)\.(?:json|txt)$/.exec(uri) ?? [];
  const name = decode(encoded);
  if (folder === 'managed') return (await context.texts()).managedPolicyDocument(name);
  return folder === 'actions' ? listOfActions(name, context) : undefined;
}

function listOfActions(pattern: string, { catalog, translate }: ServiceContext): string {
  const names = catalog.expandAction(pattern);
  const width = names.reduce((longest, name) => Math.max(longest, name.length), 0);
  const lines = names.map((name) => {
    const level = catalog.action(name)?.accessLevel;
    return level === undefined ? name : `${name.padEnd(width)}  ${translate(accessLevelMessage(level))}`;
  });
  return [translate(message('{0} matches {1} actions (data of {2})', pattern, names.length, catalog.date)), '', ...lines, ''].join('\n');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
