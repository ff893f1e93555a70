import type { Location, LocationLink } from 'vscode-languageserver-types';

import type { Catalog } from '../../core/catalog/catalog';
import type { Range } from '../../protocol/requests';

import { locate, toRange } from '../convert';
import type { OpenDocument } from '../documentStore';
import type { LoadedOrganization, OrganizationIndex } from '../organizationIndex';
import { provideVirtualDocument } from '../virtualDocuments';
import type { ServiceContext } from '../serviceContext';
import type { WorkspaceFiles } from '../workspaceFiles';

import { readFileFacts } from './fileFacts';
import type { FileFacts, LocatedStatement } from './fileFacts';
import { mentionsOf, siteAt, spanOfMention } from './mentions';
import type { Mention } from './mentions';
import { statementKey, targetOf } from './targets';
import type { Place, Target, TargetContext } from './targets';
import type { WorkspaceFacts } from './workspaceFacts';
import { parseJson } from '../../core/syntax/parseJson';

/** What every question about names is answered with. */
export interface NavigationContext {
  readonly files: WorkspaceFiles;
  readonly facts: WorkspaceFacts;
  readonly index: OrganizationIndex;
  readonly catalog: Catalog;
  /** For the documents of policies that AWS manages. */
  readonly service: ServiceContext;
  /** Lets others have their turn. */
  readonly pause: () => Promise<void>;
}

/** What stands at a place, and what it refers to. */
export interface Named {
  readonly mention: Mention;
  readonly target: Target;
}

/** What the string at an offset names: the narrowest piece that somebody knows. */
export function namedAt(document: OpenDocument, offset: number, context: NavigationContext): Named | undefined {
  const role = context.facts.roleOf(document);
  const { root } = document.syntax;
  const site = role === undefined ? undefined : (siteAt(root, offset) ?? siteAt(root, offset + 1));
  if (role === undefined || site === undefined) return undefined;
  const touching = mentionsOf(role, site).filter((mention) => {
    const { start, end } = spanOfMention(mention);
    const wide = mention.from === 0 && mention.to === mention.node.text.length;
    // The quotes belong to a piece that is the whole string, and the type before a name to the name.
    return wide || mention.meaning.kind === 'organizationPolicy' || (start <= offset && offset <= end);
  });
  const targets = targetContext(context);
  const sorted = [...touching].sort((a, b) => a.to - a.from - (b.to - b.from));
  for (const mention of sorted) {
    const target = targetOf(mention, document.uri, root, targets);
    if (target !== undefined) return { mention, target };
  }
  return undefined;
}

export function targetContext({ files, index, catalog }: NavigationContext): TargetContext {
  const inMemory = (uri: string): boolean => {
    const loaded = index.organizationOf(uri);
    return loaded !== undefined && filesOf(loaded).has(uri);
  };
  return { organizations: index.organizations(), exists: (uri) => files.exists(uri) || inMemory(uri), catalog };
}

/** The files of an organization as it was read; another reading is another object. */
function filesOf(loaded: LoadedOrganization): ReadonlySet<string> {
  const known = filesByOrganization.get(loaded);
  if (known !== undefined) return known;
  const files = new Set(loaded.files.list().map((file) => loaded.uriOf(file)));
  filesByOrganization.set(loaded, files);
  return files;
}

const filesByOrganization = new WeakMap<LoadedOrganization, ReadonlySet<string>>();

/** Where what stands at an offset is defined. */
export async function provideDefinition(document: OpenDocument, offset: number, context: NavigationContext): Promise<LocationLink[]> {
  await context.files.list();
  const named = namedAt(document, offset, context);
  if (named === undefined) return [];
  const { mention, target } = named;
  const places = await placesOf(named, document, context);
  const originSelectionRange = toRange(document, mention.meaning.kind === 'document' ? mention.node : spanOfMention(mention));
  const links = places.map(({ uri, range }) => ({ originSelectionRange, targetUri: uri, targetRange: range, targetSelectionRange: range }));
  if (links.length > 0 || target.file === undefined || mention.meaning.kind !== 'document') return links;
  // A file that no manifest lists is declared by what attaches it.
  const users = await mentionsWith(target, context, () => false);
  return users
    .filter(({ meaning }) => meaning.kind !== 'document' && meaning.kind !== 'statement')
    .map(({ uri, range }) => ({ originSelectionRange, targetUri: uri, targetRange: range, targetSelectionRange: range }));
}

async function placesOf({ mention, target }: Named, document: OpenDocument, context: NavigationContext): Promise<readonly Location[]> {
  if (target.statement !== undefined) {
    const { uri } = target.statement;
    if (mention.meaning.kind === 'sid') return [{ uri: document.textDocument.uri, range: toRange(document, mention.node) }];
    return (await statementsOf(target, context)).map(({ range }) => ({ uri, range }));
  }
  const place = mention.meaning.kind === 'document' ? target.declaration : target.place;
  return place === undefined ? [] : [await locationOf(place, context)];
}

async function locationOf({ uri, span }: Place, { files }: NavigationContext): Promise<Location> {
  const text = span.end === 0 ? '' : ((await files.textOf(uri)) ?? '');
  const { range } = locate(uri, text, span);
  return { uri, range };
}

/** The statements that a name means: those of that Sid, else the one at that place. */
export async function statementsOf({ statement }: Target, context: NavigationContext): Promise<readonly LocatedStatement[]> {
  if (statement === undefined) return [];
  const { uri, container, sidOrIndex } = statement;
  const facts = uri.startsWith('gatehouse:') ? await managedFacts(uri, context) : await context.facts.of(uri);
  const inPolicy = (facts?.statements ?? []).filter((one) => container === undefined || one.container === container);
  const bySid = inPolicy.filter(({ sid }) => sid === sidOrIndex);
  return bySid.length > 0 ? bySid : inPolicy.filter(({ index }) => String(index) === sidOrIndex);
}

async function managedFacts(uri: string, { service }: NavigationContext): Promise<FileFacts | undefined> {
  const text = await provideVirtualDocument(uri, service);
  return text === undefined ? undefined : readFileFacts('policy', parseJson(text), text);
}

/** A mention somewhere in the workspace. */
export interface Use {
  readonly uri: string;
  readonly range: Range;
  readonly meaning: Mention['meaning'];
  readonly mention: Mention;
}

/** Some milliseconds of work. */
const mentionsAtOnce = 2000;

/** Every mention of what a target is, in files open or not. */
export async function mentionsWith(target: Target, context: NavigationContext, isCancelled: () => boolean): Promise<readonly Use[]> {
  const targets = targetContext(context);
  const keys = new Set(target.keys);
  const uses: Use[] = [];
  let looked = 0;
  for (const [uri, { mentions, root }] of await context.facts.all(isCancelled)) {
    if (isCancelled()) break;
    looked += mentions.length;
    if (looked > mentionsAtOnce) {
      looked = 0;
      await context.pause();
    }
    for (const { mention, range } of mentions) {
      const meant = couldMean(mention, target, uri) ? targetOf(mention, uri, root, targets) : undefined;
      if (meant?.keys.some((key) => keys.has(key)) === true) uses.push({ uri, range, meaning: mention.meaning, mention });
    }
  }
  return uses;
}

/** Rules out, without looking anything up, most of what means something else. */
function couldMean({ meaning, node }: Mention, { keys, statement, file }: Target, uri: string): boolean {
  switch (meaning.kind) {
    case 'statement':
      return statement !== undefined;
    case 'sid':
      return statement?.uri === uri;
    case 'principal':
      // A statement may have thousands of names; no principal is among them.
      if (statement !== undefined || file !== undefined) return false;
      return keys.some(
        (key) =>
          key.startsWith('account ') ||
          (key.startsWith('principal ') && (node.text.includes(lastPart(key)) || node.text.startsWith('permission-set/'))),
      );
    case 'document':
      return file === uri;
    case 'organizationPolicy':
    case 'file':
    case 'managedPolicy':
      return statement === undefined;
    default:
      return statement === undefined && file === undefined;
  }
}

function lastPart(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

/** All places that name what stands at an offset. */
export async function provideReferences(
  document: OpenDocument,
  offset: number,
  includeDeclaration: boolean,
  context: NavigationContext,
  isCancelled: () => boolean,
): Promise<Location[]> {
  await context.files.list();
  const named = namedAt(document, offset, context);
  if (named === undefined) return [];
  const target = await withAllNames(named.target, context);
  const uses = await mentionsWith(target, context, isCancelled);
  const places: Location[] = uses
    .filter(({ meaning }) => meaning.kind !== 'document' && (includeDeclaration || (meaning.kind !== 'sid' && meaning.kind !== 'declared')))
    .map(({ uri, range }) => ({ uri, range }));
  const declared = target.statement === undefined && target.place !== undefined ? [await locationOf(target.place, context)] : [];
  const statement = (await statementsOf(target, context)).filter(({ sid }) => sid === undefined);
  const own = [...declared, ...statement.map(({ range }) => ({ uri: target.statement?.uri ?? document.uri, range }))];
  return distinct(includeDeclaration ? [...places, ...own] : places.filter((place) => !own.some((one) => isWithin(place, one))));
}

/** A statement is named by its Sid and by its place: both are meant. */
export async function withAllNames(target: Target, context: NavigationContext): Promise<Target> {
  const { statement } = target;
  if (statement === undefined) return target;
  const found = await statementsOf(target, context);
  const names = found.flatMap(({ container, index, sid }) =>
    [container, statement.container, undefined].flatMap((name) =>
      [sid, String(index)].flatMap((said) => (said === undefined ? [] : [statementKey(statement.uri, name, said)])),
    ),
  );
  return { ...target, keys: [...new Set([...target.keys, ...names])] };
}

function isWithin(a: Location, b: Location): boolean {
  return a.uri === b.uri && a.range.start.line === b.range.start.line && Math.abs(a.range.start.character - b.range.start.character) <= 1;
}

function distinct(locations: readonly Location[]): Location[] {
  const byPlace = new Map<string, Location>();
  for (const location of locations) {
    const { line, character } = location.range.start;
    const places = [character - 1, character, character + 1].map((near) => `${location.uri} ${String(line)} ${String(near)}`);
    // The same string with and without its quotes, or a piece of it and the whole.
    if (!places.some((place) => byPlace.has(place))) byPlace.set(`${location.uri} ${String(line)} ${String(character)}`, location);
  }
  return [...byPlace.values()];
}
