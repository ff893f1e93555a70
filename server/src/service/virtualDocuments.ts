import type { AccessLevel, CatalogTexts } from '../core/catalog/catalog';
import { canEscalatePrivileges } from '../core/catalog/privilegeEscalation';
import { message } from '../core/text/message';

import type { ServiceContext } from './serviceContext';
import { accessLevelMessage } from '../core/catalog/accessLevelMessage';

const accessLevels: readonly AccessLevel[] = ['permissions', 'write', 'tagging', 'read', 'list'];

/** The read-only document of an AWS managed policy. */
export function managedPolicyUri(name: string): string {
  return `gatehouse:/managed/${encodeURIComponent(name)}.json`;
}

/** The same by the policy's ARN or name; those of Organizations have an id in their ARN, `p-FullAWSAccess`. */
export function managedPolicyUriOf(arnOrName: string): string {
  return managedPolicyUri((arnOrName.split('/').at(-1) ?? arnOrName).replace(/^p-/, ''));
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
  return folder === 'actions' ? listOfActions(name, context, await context.texts()) : undefined;
}

/** The actions by access level, each with what it does. */
function listOfActions(pattern: string, { catalog, translate }: ServiceContext, texts: CatalogTexts): string {
  const names = catalog.expandAction(pattern);
  const width = names.reduce((longest, name) => Math.max(longest, name.length), 0);
  const groups = accessLevels.flatMap((level) => {
    const ofLevel = names.filter((name) => catalog.action(name)?.accessLevel === level);
    if (ofLevel.length === 0) return [];
    const lines = ofLevel.map((name) => {
      const mark = canEscalatePrivileges(name) ? '⚠ ' : '  ';
      return `${mark}${name.padEnd(width)}  ${texts.actionDescription(name) ?? ''}`.trimEnd();
    });
    return ['', `${translate(accessLevelMessage(level))} (${ofLevel.length})`, ...lines];
  });
  const legend = names.some(canEscalatePrivileges) ? [`⚠ ${translate(message('Can lead to more permissions than were given.'))}`] : [];
  return [translate(message('{0} matches {1} actions (data of {2})', pattern, names.length, catalog.date)), ...legend, ...groups, ''].join(
    '\n',
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
