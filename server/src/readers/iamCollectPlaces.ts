import type { JsonNode } from '../core/syntax/nodes';
import { valueOf } from '../core/syntax/queries';
import { message } from '../core/text/message';

import { firstText, membersIn, textsIn } from './iamCollectStore';
import type { Store } from './iamCollectStore';
import { pathPart } from './nativeLayout';

/** Deeper than AWS allows by far, and no deeper than a manifest can be read. */
const deepest = 20;

/** Which OU lies where, by id. */
export interface Places {
  readonly rootId: string | undefined;
  /** The OU (or the root) that an account lies in, as the structure has it. */
  readonly accounts: ReadonlyMap<string, string>;
  childrenOf(parent: string | undefined): readonly string[];
  nameOf(id: string): string;
  /** Path of an OU or the root; undefined where there is no way. */
  pathOf(id: string): string | undefined;
}

/** Reads `structure.json`, and `ous.json` for what is not in it. */
export function readPlaces(store: Store, folder: string, rootOu: string | undefined): Places {
  const parents = new Map<string, string>();
  const accounts = new Map<string, string>();
  const structure = store.json(`${folder}/structure.json`);
  const roots = membersIn(store, `${folder}/structure.json`, structure);
  const rootId = rootOu ?? roots.find(({ key }) => key.text.startsWith('r-'))?.key.text;
  for (const { key, value } of roots) readStructure(value, key.text, parents, accounts);
  for (const { key, value } of membersIn(store, `${folder}/ous.json`, store.json(`${folder}/ous.json`))) {
    const parent = firstText(value, 'parent');
    if (key.text !== rootId && parent !== undefined && !parents.has(key.text)) parents.set(key.text, parent);
  }
  const names = new Map<string, string>();
  for (const id of parents.keys()) names.set(id, firstText(store.json(`${folder}/ous/${id}/metadata.json`), 'name') ?? id);
  const nameOf = (id: string): string => names.get(id) ?? id;
  const children = new Map<string, string[]>();
  for (const [id, parent] of parents) {
    if (pathOf(parents, nameOf, rootId, id) === undefined) {
      const file = store.pathOf(`${folder}/structure.json`) ?? `${folder}/ous.json`;
      const text = message('there is no way from the root to `{0}`', nameOf(id));
      store.reader.report({ file, span: { start: 0, end: 0 } }, 'organizational-unit-cycle', 'error', text);
    } else children.set(parent, [...(children.get(parent) ?? []), id]);
  }
  return {
    rootId,
    accounts,
    childrenOf: (parent) => (parent === undefined ? [] : (children.get(parent) ?? [])),
    nameOf,
    pathOf: (id) => pathOf(parents, nameOf, rootId, id),
  };
}

function readStructure(node: JsonNode | undefined, id: string, parents: Map<string, string>, accounts: Map<string, string>): void {
  for (const arn of textsIn(valueOf(node, 'accounts'), 'arn', 'id') ?? []) {
    const account = /\d{12}$/.exec(arn)?.[0];
    if (account !== undefined && !accounts.has(account)) accounts.set(account, id);
  }
  const children = valueOf(node, 'children');
  for (const { key, value } of children?.kind === 'object' ? children.members : []) {
    if (parents.has(key.text)) continue;
    parents.set(key.text, id);
    readStructure(value, key.text, parents, accounts);
  }
}

function pathOf(
  parents: ReadonlyMap<string, string>,
  nameOf: (id: string) => string,
  rootId: string | undefined,
  id: string,
): string | undefined {
  const parts: string[] = [];
  for (let at = id; at !== rootId;) {
    const parent = parents.get(at);
    // A circle is no way, and neither is one that has no end.
    if (parent === undefined || parts.length >= deepest) return undefined;
    parts.unshift(pathPart(nameOf(at)));
    at = parent;
  }
  return `/${parts.join('/')}`;
}
