import { withNearest } from '../core/organization/organizationReader';
import type { OrganizationReader } from '../core/organization/organizationReader';
import { resolvePath } from '../core/organization/organizationFiles';
import type { JsonNode, StringNode } from '../core/syntax/nodes';
import { itemsOf, valueOf } from '../core/syntax/queries';
import { message } from '../core/text/message';
import type { Message } from '../core/text/message';
import type { Span } from '../core/text/span';

import { readYaml, scalarOf, scalarText } from './yaml';

/** A resource of the section `Organization`. */
export interface OrgResource {
  readonly logicalName: string;
  /** `Account` of `OC::ORG::Account`. */
  readonly type: string;
  readonly key: StringNode;
  readonly properties: JsonNode | undefined;
}

/** The file that holds the organization. */
export interface OrgTemplate {
  readonly reader: OrganizationReader;
  readonly file: string;
  /** In order of writing; of those that have one name the last. */
  readonly resources: readonly OrgResource[];
  /** Whether something may be lost. */
  readonly isBroken: boolean;
  /** The resource of a `!Ref`; one that is not there is reported. */
  find(ref: OrgRef): OrgResource | undefined;
  report(at: Span, code: string, severity: 'error' | 'warning', text: Message): void;
}

/** A value of a list of references: `!Ref NAME`, the id of something, or what only org-formation can tell. */
export interface OrgRef {
  readonly kind: 'name' | 'id' | 'unknown';
  readonly text: string;
  readonly node: JsonNode;
}

const resourceType = /^OC::ORG::(.+)$/;

/** The organization of a file, or undefined when the file is of something else. */
export function openTemplate(reader: OrganizationReader, file: string): OrgTemplate | undefined {
  const syntax = readYaml(reader, file);
  const section = valueOf(syntax?.root, 'Organization');
  if (syntax === undefined || section === undefined) return undefined;
  const isFormat = scalarOf(syntax.root, 'AWSTemplateFormatVersion') === '2010-09-09-OC';
  const included = isFormat ? scalarText(valueOf(section, 'Fn::Include')) : undefined;
  if (included !== undefined) {
    const part = resolvePath(file, included);
    const inner = readYaml(reader, part);
    if (inner !== undefined) return templateOf(reader, part, inner.root, inner.isBroken || syntax.isBroken);
    const missing = withNearest(message('there is no file `{0}`', part), part, reader.paths);
    reader.report({ file, span: { start: section.start, end: section.end } }, 'missing-file', 'error', missing);
    return templateOf(reader, file, undefined, true);
  }
  const template = templateOf(reader, file, section, syntax.isBroken);
  return isFormat || template.resources.length > 0 ? template : undefined;
}

function templateOf(reader: OrganizationReader, file: string, section: JsonNode | undefined, isBroken: boolean): OrgTemplate {
  const resources = new Map<string, OrgResource>();
  for (const { key, value } of section?.kind === 'object' ? section.members : []) {
    const type = resourceType.exec(scalarOf(value, 'Type') ?? '')?.[1];
    if (type === undefined) continue;
    resources.set(key.text, { logicalName: key.text, type, key, properties: valueOf(value, 'Properties') });
  }
  const report: OrgTemplate['report'] = ({ start, end }, code, severity, text) =>
    reader.report({ file, span: { start, end } }, code, severity, text);
  return {
    reader,
    file,
    resources: [...resources.values()],
    isBroken,
    find({ text, node }) {
      const found = resources.get(text);
      if (found === undefined) {
        report(
          node,
          'unknown-reference',
          'error',
          withNearest(message('the template has no resource `{0}`', text), text, resources.keys()),
        );
      }
      return found;
    },
    report,
  };
}

/** The references of a property: one, or a list of them. */
export function refsIn(node: JsonNode | undefined): readonly OrgRef[] {
  return itemsOf(node).flatMap((item): readonly OrgRef[] => {
    if (item.kind === 'null') return [];
    const name = scalarOf(item, 'Ref');
    if (name !== undefined) return [{ kind: 'name', text: name, node: item }];
    const id = scalarText(item);
    return [id === undefined ? { kind: 'unknown', text: '', node: item } : { kind: 'id', text: id, node: item }];
  });
}

/** What a resource is called; its logical name where only org-formation can tell. */
export function nameOf({ logicalName, properties, type }: OrgResource): string {
  const field = type === 'OrganizationalUnit' ? 'OrganizationalUnitName' : 'AccountName';
  return scalarOf(properties, field) || logicalName;
}

/** The id of an account, if it is known. */
export function idOf({ properties }: OrgResource): string | undefined {
  const id = scalarOf(properties, 'AccountId');
  return id !== undefined && /^\d{12}$/.test(id) ? id : undefined;
}

export function isAccount({ type }: OrgResource): boolean {
  return type === 'Account' || type === 'MasterAccount';
}
