import type { OrganizationReader } from '../core/organization/organizationReader';
import { originOf, withNearest } from '../core/organization/organizationReader';
import type { JsonNode, MemberNode } from '../core/syntax/nodes';
import { valueOf } from '../core/syntax/queries';
import type { Message } from '../core/text/message';
import { message } from '../core/text/message';

import type { DraftAccount, DraftUnit } from './nativeLayout';
import { readYaml, scalarOf, scalarText } from './yaml';

/** One file of the configuration. */
export interface ConfigFile {
  readonly reader: OrganizationReader;
  readonly file: string;
  readonly root: JsonNode | undefined;
  /** Whether something may be lost in it. */
  readonly isBroken: boolean;
  report(at: JsonNode | undefined, code: string, severity: 'error' | 'warning', text: Message): void;
}

/** What targets may name. */
export interface Structure {
  /** By LZA's path, `Infrastructure/Network`. */
  readonly units: ReadonlyMap<string, DraftUnit>;
  /** LZA's path of the OU that each account lies in, `Root` for the root; undefined when that is not told. */
  readonly accounts: ReadonlyMap<string, { readonly account: DraftAccount; readonly ou: string | undefined }>;
}

/** What `deploymentTargets` names. */
export interface Targets {
  readonly root: boolean;
  readonly units: readonly string[];
  readonly accounts: readonly string[];
  readonly excluded: readonly string[];
  /** False when there are none, or they cannot be read: then nobody knows where it goes. */
  readonly isTold: boolean;
}

/** A placeholder that LZA fills in before it reads the file. */
const placeholder = /\{\{(\s*[\w.:-]+\s*)\}\}/g;

/** A file with its placeholders filled in as far as `replacements-config.yaml` tells. */
export function openConfig(reader: OrganizationReader, file: string, values: ReadonlyMap<string, string>): ConfigFile | undefined {
  // Braces begin a map in YAML, and as many round ones leave everything at its place.
  const syntax = readYaml(reader, file, (text) => text.replace(placeholder, '(($1))'));
  if (syntax === undefined) return undefined;
  return {
    reader,
    file,
    root: syntax.root === undefined ? undefined : filled(syntax.root, values),
    isBroken: syntax.isBroken,
    report(at, code, severity, text) {
      const origin = at === undefined ? { file, span: { start: 0, end: 0 } } : originOf(file, headOf(at));
      reader.report(origin, code, severity, text);
    },
  };
}

/** Texts of `globalReplacements`, by key. Lists, and what only AWS knows, are left as they are written. */
export function readReplacements(reader: OrganizationReader): ReadonlyMap<string, string> {
  const root = readYaml(reader, 'replacements-config.yaml')?.root;
  const values = new Map<string, string>();
  for (const entry of listOf(valueOf(root, 'globalReplacements'))) {
    const [key, value] = [scalarOf(entry, 'key'), scalarOf(entry, 'value')];
    if (key !== undefined && value !== undefined && scalarOf(entry, 'type') !== 'StringList') values.set(key, value);
  }
  return values;
}

/** The items of a list; null and the like have none. */
export function listOf(node: JsonNode | undefined): readonly JsonNode[] {
  return node?.kind === 'array' ? node.items : [];
}

/** The items of a member that must be a list, if it is there. */
export function listIn({ report }: ConfigFile, node: JsonNode | undefined, name: string): readonly JsonNode[] {
  const value = valueOf(node, name);
  if (value !== undefined && value.kind !== 'array' && value.kind !== 'null') {
    report(value, 'wrong-type', 'error', message('`{0}` must be a list', name));
  }
  return listOf(value);
}

/** A text that must be there. */
export function nameIn({ report }: ConfigFile, node: JsonNode, name: string): string | undefined {
  const text = scalarOf(node, name)?.trim();
  if (text !== undefined && text !== '') return text;
  report(valueOf(node, name) ?? node, 'missing-field', 'error', message('`{0}` is missing', name));
  return undefined;
}

/** `deploymentTargets`: what it names that is not there is reported and left out. */
export function readTargets(config: ConfigFile, structure: Structure, owner: JsonNode): Targets {
  const node = valueOf(owner, 'deploymentTargets');
  if (node?.kind !== 'object') {
    config.report(node ?? owner, 'missing-field', 'error', message('`{0}` is missing', 'deploymentTargets'));
    return { root: false, units: [], accounts: [], excluded: [], isTold: false };
  }
  const names = (member: string, known: ReadonlyMap<string, unknown>, unknown: (name: string) => Message, code: string) =>
    listIn(config, node, member).flatMap((item) => {
      const name = unitPath(scalarText(item) ?? '', member);
      if (known.has(name) || (member === 'organizationalUnits' && name === 'Root')) return [name];
      config.report(item, code, 'error', withNearest(unknown(name), name, known.keys()));
      return [];
    });
  const noUnit = (name: string) => message('the organization has no organizational unit `{0}`', name);
  const noAccount = (name: string) => message('the organization has no account `{0}`', name);
  const units = names('organizationalUnits', structure.units, noUnit, 'unknown-organizational-unit');
  return {
    root: units.includes('Root'),
    units: units.filter((unit) => unit !== 'Root'),
    accounts: names('accounts', structure.accounts, noAccount, 'unknown-account'),
    excluded: names('excludedAccounts', structure.accounts, noAccount, 'unknown-account'),
    isTold: true,
  };
}

/** The accounts that targets come to: those right in an OU, not those of the OUs below it, as LZA itself deploys. */
export function accountsOf(structure: Structure, targets: Targets): readonly DraftAccount[] {
  return [...structure.accounts].flatMap(([name, { account, ou }]) => {
    if (targets.excluded.includes(name)) return [];
    const isIn = targets.root || targets.accounts.includes(name) || (ou !== undefined && targets.units.includes(ou));
    return isIn ? [account] : [];
  });
}

/** LZA takes a name with its path, `service-role/AWSConfigRole`; the last part alone is unique. */
export function awsManaged(written: string): string {
  return written.startsWith('arn:') ? written : (written.split('/').at(-1) ?? written);
}

/** LZA's path of an OU, however it was written. */
export function unitPath(written: string, member = 'organizationalUnits'): string {
  if (member !== 'organizationalUnits') return written;
  return written
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('/');
}

/** Where a thing of many lines is underlined: at its first character. */
function headOf(node: JsonNode): { readonly start: number; readonly end: number } {
  const { start, end } = node;
  return node.kind === 'object' || node.kind === 'array' ? { start, end: Math.min(end, start + 1) } : { start, end };
}

function filled(node: JsonNode, values: ReadonlyMap<string, string>): JsonNode {
  switch (node.kind) {
    case 'object':
      return { ...node, members: node.members.map((member) => filledMember(member, values)) };
    case 'array':
      return { ...node, items: node.items.map((item) => filled(item, values)) };
    case 'string':
      return node.text.includes('((') ? { ...node, text: filledText(node.text, values) } : node;
    default:
      return node;
  }
}

function filledMember(member: MemberNode, values: ReadonlyMap<string, string>): MemberNode {
  return member.value === undefined ? member : { ...member, value: filled(member.value, values) };
}

function filledText(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\(\((\s*[\w.:-]+\s*)\)\)/g, (_, key: string) => values.get(key.trim()) ?? `{{${key}}}`);
}
