import { resolvePath } from '../core/organization/organizationFiles';
import { withNearest } from '../core/organization/organizationReader';
import type { JsonNode } from '../core/syntax/nodes';
import { parseJson } from '../core/syntax/parseJson';
import { valueOf } from '../core/syntax/queries';
import { message } from '../core/text/message';

import { notTold } from './foreignFormat';
import { accountId, freeFile, pretty } from './nativeLayout';
import type { DraftPolicy } from './nativeLayout';
import { idOf, isAccount, nameOf, refsIn } from './orgFormationTemplate';
import type { OrgResource, OrgTemplate } from './orgFormationTemplate';
import { dataOf, readYaml, scalarOf, scalarText } from './yaml';

/** The SCPs of a template. */
export interface OrgPolicies {
  readonly catalogue: ReadonlyMap<string, DraftPolicy>;
  /** Documents that stand in the template, as files. */
  readonly files: ReadonlyMap<string, string>;
  /** What is attached to a root, OU or account: nothing listed means that FullAWSAccess is alone. */
  attachedTo(resource: OrgResource): readonly string[];
}

export function readPolicies(template: OrgTemplate): OrgPolicies {
  const catalogue = new Map<string, DraftPolicy>();
  const files = new Map<string, string>();
  const taken = new Set(template.reader.paths.map((path) => path.toLowerCase()));
  for (const resource of template.resources) {
    if (resource.type !== 'ServiceControlPolicy') continue;
    const reference = referenceOf(resource);
    if (catalogue.has(reference)) {
      template.report(resource.key, 'duplicate-policy', 'error', message('policy `{0}` is there twice', reference));
      continue;
    }
    const document = readDocument(template, resource);
    if (document === undefined) continue;
    const file = document.file ?? freeFile('policies/scp', reference.slice('scp/'.length), taken);
    if (document.text !== undefined) files.set(file, document.text);
    catalogue.set(reference, { file, description: scalarOf(resource.properties, 'Description') });
  }
  return { catalogue, files, attachedTo: (resource) => attachedTo(template, resource) };
}

function referenceOf({ logicalName, properties }: OrgResource): string {
  return `scp/${scalarOf(properties, 'PolicyName') || logicalName}`;
}

function attachedTo(template: OrgTemplate, { properties }: OrgResource): readonly string[] {
  const references = refsIn(valueOf(properties, 'ServiceControlPolicies')).map((ref) => {
    if (ref.kind === 'id') return ref.text === 'p-FullAWSAccess' ? 'scp/FullAWSAccess' : `scp/${ref.text}`;
    if (ref.kind === 'unknown') {
      template.report(ref.node, 'unknown-reference', 'warning', message('what stands here is not known before org-formation runs'));
      return `scp/${notTold}`;
    }
    const policy = template.find(ref);
    return policy === undefined ? `scp/${ref.text}` : referenceOf(policy);
  });
  return references.length === 0 ? [] : ['scp/FullAWSAccess', ...references];
}

/** A document: the file that it lies in, or its text. */
interface Document {
  readonly file?: string;
  readonly text?: string;
}

/** Undefined when nobody knows what it will say. */
function readDocument(template: OrgTemplate, resource: OrgResource): Document | undefined {
  const node = valueOf(resource.properties, 'PolicyDocument');
  const included = scalarText(valueOf(node, 'Fn::Include')) ?? scalarText(valueOf(node, 'Fn::ReadFile'));
  if (node !== undefined && included !== undefined) return readIncluded(template, node, included);
  if (node?.kind === 'string') return { text: node.text };
  if (node?.kind === 'object') return fill(template, node);
  template.report(node ?? resource.key, 'missing-field', 'error', message('`{0}` is missing', 'PolicyDocument'));
  return undefined;
}

/** A file that is JSON is the document as it lies; of YAML one is made. */
function readIncluded(template: OrgTemplate, node: JsonNode, written: string): Document | undefined {
  const { reader } = template;
  const file = resolvePath(template.file, written);
  const text = reader.files.read(file);
  if (text === undefined) {
    const missing = withNearest(message('there is no file `{0}`', file), file, reader.paths);
    template.report(node, 'missing-file', 'error', missing);
    return { file };
  }
  const isJson = /\.jsonc?$/i.test(file) || parseJson(text).problems.length === 0;
  if (isJson) return { file };
  const syntax = readYaml(reader, file);
  if (syntax === undefined || syntax.isBroken) return undefined;
  const { root } = syntax;
  return root?.kind === 'object' ? fill({ ...template, file, report: reportIn(template, file) }, root) : { file };
}

function reportIn({ reader }: OrgTemplate, file: string): OrgTemplate['report'] {
  return ({ start, end }, code, severity, text) => reader.report({ file, span: { start, end } }, code, severity, text);
}

/** The document with the accounts that it refers to put in. One that holds anything else is known to org-formation alone. */
function fill(template: OrgTemplate, document: JsonNode): Document | undefined {
  const unknown: JsonNode[] = [];
  const accountOf = (name: string): string | undefined => {
    const account = template.resources.find((resource) => resource.logicalName === name && isAccount(resource));
    return account === undefined ? undefined : accountId({ id: idOf(account), name: nameOf(account) });
  };
  const visit = (node: JsonNode): JsonNode => {
    if (node.kind === 'array') return { ...node, items: node.items.map(visit) };
    if (node.kind !== 'object') return node;
    const intrinsic = node.members.length === 1 ? node.members[0] : undefined;
    if (intrinsic !== undefined && /^(?:Ref|Fn::\w+)$/.test(intrinsic.key.text)) {
      const text = intrinsicText(intrinsic.key.text, scalarText(intrinsic.value), accountOf);
      if (text === undefined) unknown.push(node);
      return text === undefined ? node : { kind: 'string', text, start: node.start, end: node.end };
    }
    return {
      ...node,
      members: node.members.map((member) => (member.value === undefined ? member : { ...member, value: visit(member.value) })),
    };
  };
  const filled = visit(document);
  const [first] = unknown;
  if (first === undefined) return { text: pretty(dataOf(filled)) };
  template.report(first, 'unknown-reference', 'warning', message('what stands here is not known before org-formation runs'));
  return undefined;
}

function intrinsicText(name: string, text: string | undefined, accountOf: (name: string) => string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (name === 'Ref') return accountOf(text);
  if (name === 'Fn::GetAtt') return text.endsWith('.AccountId') ? accountOf(text.slice(0, -'.AccountId'.length)) : undefined;
  if (name !== 'Fn::Sub') return undefined;
  let isKnown = true;
  const filled = text.replace(/\$\{([^}]*)\}/g, (_, inner: string) => {
    // `${!x}` is how a template writes the policy variable `${x}`.
    if (inner.startsWith('!')) return `\${${inner.slice(1)}}`;
    const id = accountOf(inner.replace(/\.AccountId$/, ''));
    if (id === undefined) isKnown = false;
    return id ?? '';
  });
  return isKnown ? filled : undefined;
}
