import type { JsonNode } from '../core/syntax/nodes';
import { message } from '../core/text/message';

import { notTold } from './foreignFormat';
import { decodedName, firstText, firstValue, fromAccountFolder, lastPart, tagsIn, textsIn } from './iamCollectStore';
import type { Store } from './iamCollectStore';
import { pretty, unique, withoutEmpty } from './nativeLayout';
import { dataOf, scalarText } from './yaml';

type Entry = Readonly<Record<string, unknown>>;

/** The `iam` folder of an account. */
interface IamFolder {
  readonly store: Store;
  readonly folder: string;
  readonly accountId: string;
  /** Files of the account's own managed policies, by ARN. */
  readonly policies: ReadonlyMap<string, string>;
}

/** Users, groups and roles of an account as `principals.jsonc`; undefined when none were collected. */
export function readPrincipals(store: Store, folder: string, accountId: string): string | undefined {
  if (store.below(folder).length === 0) return undefined;
  const iam: IamFolder = { store, folder, accountId, policies: readCustomerPolicies(store, folder, accountId) };
  const entries = (kind: 'user' | 'group' | 'role'): readonly Entry[] =>
    store.below(`${folder}/${kind}`).map((name) => readPrincipal(iam, kind, name));
  const principals = withoutEmpty({ users: entries('user'), groups: entries('group'), roles: entries('role') });
  return Object.keys(principals).length === 0 ? undefined : pretty(principals);
}

function readCustomerPolicies(store: Store, folder: string, accountId: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const name of store.below(`${folder}/policy`)) {
    const file = store.pathOf(`${folder}/policy/${name}/current-policy.json`);
    if (file === undefined) continue;
    const metadata = store.json(`${folder}/policy/${name}/metadata.json`);
    files.set(firstText(metadata, 'arn') ?? `arn:aws:iam::${accountId}:policy/${decodedName(name)}`, file);
  }
  return files;
}

function readPrincipal(iam: IamFolder, kind: 'user' | 'group' | 'role', name: string): Entry {
  const { store } = iam;
  const folder = `${iam.folder}/${kind}/${name}`;
  const metadata = store.json(`${folder}/metadata.json`);
  const arn = firstText(metadata, 'arn') ?? '';
  const resource = /:(?:user|group|role)(\/.*)$/.exec(arn)?.[1];
  const groups = kind === 'user' ? readGroups(store, folder) : [];
  const inline = readInline(iam, folder);
  const managed = readManaged(iam, folder);
  const lists = ['managed-policies.json', 'inline-policies.json', 'groups.json'];
  const isCut = lists.some((list) => store.isBroken(`${folder}/${list}`));
  const isLost = isCut || managed === undefined || inline === undefined || groups === undefined;
  const tags = kind === 'group' ? {} : tagsIn(store.json(`${folder}/tags.json`));
  return withoutEmpty({
    name: firstText(metadata, 'name') ?? (resource === undefined ? decodedName(name) : lastPart(resource)),
    path: resource === undefined ? firstText(metadata, 'path') : resource.slice(0, resource.lastIndexOf('/') + 1),
    trust: kind === 'role' ? readTrust(store, folder) : undefined,
    groups,
    managed: unique([...(managed ?? []), ...(isLost ? [notTold] : [])]),
    inline,
    boundary: kind === 'group' ? undefined : readBoundary(iam, store.isBroken(`${folder}/metadata.json`) ? undefined : metadata),
    tags,
    maxSession: kind === 'role' ? maxSession(metadata) : undefined,
  });
}

/** Undefined when that was not collected; so it is with the groups and the inline policies. */
function readManaged(iam: IamFolder, folder: string): readonly string[] | undefined {
  const arns = textsIn(iam.store.json(`${folder}/managed-policies.json`), 'policyArn', 'PolicyArn', 'arn', 'Arn');
  return arns?.map((arn) => managedReference(iam, arn));
}

/** A policy of the account's own is its file; an ARN that no file is known for stays one, and unknown. */
function managedReference({ policies }: IamFolder, arn: string): string {
  const file = policies.get(arn);
  if (file !== undefined) return fromAccountFolder(file);
  return arn.startsWith('arn:') ? arn : notTold;
}

function readGroups(store: Store, folder: string): readonly string[] | undefined {
  return textsIn(store.json(`${folder}/groups.json`), 'groupName', 'GroupName', 'name', 'arn')?.map(lastPart);
}

/** A list of names and documents, or a document by name; each may be the text of one. */
function readInline({ store }: IamFolder, folder: string): readonly Entry[] | undefined {
  const file = `${folder}/inline-policies.json`;
  const node = store.json(file);
  if (node?.kind === 'object') {
    return node.members.map(({ key, value }) => ({ name: key.text, document: documentOf(value) }));
  }
  if (node?.kind !== 'array') return undefined;
  return node.items.flatMap((item, index): readonly Entry[] => {
    const name = firstText(item, 'policyName', 'PolicyName', 'name') ?? `inline-${index + 1}`;
    const document = firstValue(item, 'policyDocument', 'PolicyDocument', 'document', 'policy');
    if (document === undefined) {
      const origin = { file: store.pathOf(file) ?? file, span: { start: item.start, end: Math.min(item.end, item.start + 1) } };
      store.reader.report(origin, 'missing-field', 'error', message('`{0}` is missing', 'policyDocument'));
    }
    return [{ name, document: documentOf(document) }];
  });
}

/** What is no document, nor the text of one, is a file that is not there, so that the policy stays unknown. */
function documentOf(node: JsonNode | undefined): unknown {
  if (node?.kind === 'object') return dataOf(node);
  const text = scalarText(node);
  if (text === undefined) return notTold;
  try {
    const document: unknown = JSON.parse(text.startsWith('%7B') ? decodedName(text) : text);
    return typeof document === 'object' && document !== null && !Array.isArray(document) ? document : notTold;
  } catch {
    return notTold;
  }
}

function readTrust(store: Store, folder: string): string {
  const file = store.pathOf(`${folder}/trust-policy.json`);
  return file === undefined ? notTold : fromAccountFolder(file);
}

function readBoundary(iam: IamFolder, metadata: JsonNode | undefined): string | undefined {
  if (metadata === undefined) return notTold;
  const boundary = firstValue(metadata, 'permissionBoundary', 'permissionsBoundary', 'PermissionsBoundary');
  if (boundary === undefined || boundary.kind === 'null') return undefined;
  const arn = scalarText(boundary) ?? firstText(boundary, 'PermissionsBoundaryArn', 'permissionsBoundaryArn', 'arn');
  return arn === undefined ? notTold : arn === '' ? undefined : managedReference(iam, arn);
}

function maxSession(metadata: JsonNode | undefined): number | undefined {
  const seconds = Number(firstText(metadata, 'maxSessionDuration', 'MaxSessionDuration') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : undefined;
}
