import { manifestNames } from '../../organization/organizationFiles';
import type { OrganizationFiles } from '../../organization/organizationFiles';
import type { Account, Organization, Origin } from '../../organization/organization';
import type { ArrayNode, JsonNode, ObjectNode } from '../../syntax/nodes';
import { parseJson } from '../../syntax/parseJson';
import { itemsOf, nodeAt, textOf, valueOf } from '../../syntax/queries';

import { isSound } from '../document';
import type { EditedDocument } from '../document';

/** An organization with the texts of its files. */
export interface OrganizationWithFiles {
  readonly organization: Organization;
  readonly files: OrganizationFiles;
}

/** The same as an edit needs it: each file is parsed once. */
export interface EditedOrganization extends OrganizationWithFiles {
  /** Undefined where there is no such file. */
  open(file: string): EditedDocument | undefined;
}

/** A node of one of the files, with the document it stands in. */
export interface Place<Node extends JsonNode> {
  readonly file: string;
  readonly document: EditedDocument;
  readonly node: Node;
}

export function openForEdit({ organization, files }: OrganizationWithFiles): EditedOrganization {
  const opened = new Map<string, EditedDocument | undefined>();
  const open = (file: string): EditedDocument | undefined => {
    if (opened.has(file)) return opened.get(file);
    const text = files.read(file);
    const document = text === undefined ? undefined : { text, syntax: parseJson(text) };
    opened.set(file, document);
    return document;
  };
  return { organization, files, open };
}

/** The manifest as an object that may be edited; undefined where it is none, or is broken. */
export function manifestPlace(edited: EditedOrganization): Place<ObjectNode> | undefined {
  const file = manifestNames.find((name) => edited.files.read(name) !== undefined);
  const document = file === undefined ? undefined : edited.open(file);
  const node = document?.syntax.root;
  if (file === undefined || document === undefined || node?.kind !== 'object' || !isSound(document, node)) return undefined;
  return { file, document, node };
}

/** The object of the root or an OU in the manifest. */
export function unitPlace(edited: EditedOrganization, path: string): Place<ObjectNode> | undefined {
  const manifest = manifestPlace(edited);
  const root = valueOf(manifest?.node, 'root');
  if (manifest === undefined || root?.kind !== 'object') return undefined;
  let node: ObjectNode = root;
  for (const name of namesOf(path)) {
    const next = itemsOf(valueOf(node, 'ous')).find((unit) => textOf(unit, 'name') === name);
    if (next?.kind !== 'object') return undefined;
    node = next;
  }
  return { ...manifest, node };
}

/** `/Data/Lakes~1Ponds` → `Data`, `Lakes/Ponds`. */
export function namesOf(path: string): readonly string[] {
  return path
    .split('/')
    .filter((part) => part !== '')
    .map((part) => part.replaceAll('~1', '/'));
}

/** The path of an OU of that name below another one, or below the root (`/`). */
export function pathBelow(parent: string, name: string): string {
  return `${parent === '/' ? '' : parent}/${name.replaceAll('/', '~1')}`;
}

export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

/** The list that an OU stands in. */
export function listAround(edited: EditedOrganization, path: string): Place<ArrayNode> | undefined {
  const parent = unitPlace(edited, parentOf(path));
  const list = valueOf(parent?.node, 'ous');
  return parent === undefined || list?.kind !== 'array' ? undefined : { ...parent, node: list };
}

/** The entry of an account in its list. */
export function accountPlace(edited: EditedOrganization, account: Account): Place<ObjectNode> | undefined {
  return objectAt(edited, { file: account.origin.file, span: account.extent });
}

/** The object around a place in a file, where that part of the file is whole. */
export function objectAt(edited: EditedOrganization, { file, span }: Origin): Place<ObjectNode> | undefined {
  const document = edited.open(file);
  if (document === undefined) return undefined;
  const found = nodeAt(document.syntax.root, span.start + 1);
  const node = [...found.parents].reverse().find((parent) => parent.kind === 'object');
  return node === undefined || !isSound(document, node) ? undefined : { file, document, node };
}
