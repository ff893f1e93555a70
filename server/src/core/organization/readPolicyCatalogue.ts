import type { MemberNode, StringNode } from '../syntax/nodes';
import { message } from '../text/message';

import type { OrganizationPolicy, Origin } from './organization';
import { resolvePath, stemOf } from './organizationFiles';
import { awsManagedOrganizationPolicies, policyTypeFolders, policyTypeOfFolder } from './organizationPolicyTypes';
import { expectFields, fieldsOf, membersField, originOf, stringField, stringsField, textField, withNearest } from './organizationReader';
import type { Fields, OrganizationReader } from './organizationReader';
import { syntheticIds } from './syntheticIds';

export type PolicyCatalogue = ReadonlyMap<string, OrganizationPolicy>;

/**
 * The organization's policies by reference: those the manifest lists, those that only lie in `policies/<type>/`, and the ones that AWS manages.
 */
export function readPolicyCatalogue(manifest: Fields): PolicyCatalogue {
  const policies = new Map<string, OrganizationPolicy>();
  for (const managed of awsManagedOrganizationPolicies) {
    const { reference, type, name, id } = managed;
    policies.set(reference, {
      reference,
      type,
      name,
      id,
      idIsSynthetic: false,
      description: undefined,
      file: undefined,
      origin: undefined,
    });
  }
  for (const member of membersField(manifest, 'policies')) readListedPolicy(manifest, member, policies);
  addFiles(manifest.reader, policies);
  return policies;
}

function readListedPolicy({ reader, file }: Fields, { key, value }: MemberNode, policies: Map<string, OrganizationPolicy>): void {
  const type = readReferenceType(reader, file, key);
  if (type === undefined) return;
  const reference = key.text;
  if (policies.has(reference)) {
    reader.report(originOf(file, key), 'duplicate-policy', 'error', message('policy `{0}` is there twice', reference));
    return;
  }
  const fields = fieldsOf(reader, file, value);
  if (fields !== undefined) expectFields(fields, ['id', 'file', 'description']);
  const written = fields === undefined ? undefined : stringField(fields, 'file');
  const policyFile = resolvePath(file, written?.text ?? `policies/${reference}.json`);
  if (!reader.exists(policyFile)) {
    const missing = withNearest(message('there is no file `{0}`', policyFile), policyFile, reader.paths);
    reader.report(originOf(file, written ?? key), 'missing-file', 'error', missing);
  }
  const id = fields === undefined ? undefined : textField(fields, 'id');
  policies.set(reference, {
    reference,
    type,
    name: reference.slice(type.length + 1),
    id: id ?? syntheticIds.policy(reference),
    idIsSynthetic: id === undefined,
    description: fields === undefined ? undefined : textField(fields, 'description'),
    file: policyFile,
    origin: originOf(file, key),
  });
}

/** The type in `scp/deny-leave`; anything of another form is reported. */
function readReferenceType(reader: OrganizationReader, file: string, { text, start, end }: StringNode) {
  const folder = text.split('/', 1)[0] ?? '';
  const type = policyTypeOfFolder(folder);
  if (type !== undefined && text.length > folder.length + 1) return type;
  const problem =
    type === undefined && text.includes('/')
      ? withNearest(message('`{0}` is no policy type', folder), folder, policyTypeFolders)
      : message('a policy is called TYPE/NAME here, such as `scp/deny-leave`; `{0}` is not', text);
  reader.report(originOf(file, { start, end }), 'unknown-policy-type', 'error', problem);
  return undefined;
}

/** Documents under `policies/<type>/` that the manifest does not list are policies all the same. */
function addFiles(reader: OrganizationReader, policies: Map<string, OrganizationPolicy>): void {
  const listed = new Set([...policies.values()].map((policy) => policy.file));
  for (const path of reader.paths) {
    const [top, folder, name, ...deeper] = path.split('/');
    const type = policyTypeOfFolder(folder ?? '');
    if (top !== 'policies' || type === undefined || name === undefined || deeper.length > 0) continue;
    if (!/\.jsonc?$/i.test(name) || listed.has(path)) continue;
    const reference = `${type}/${stemOf(name)}`;
    if (policies.has(reference)) continue;
    policies.set(reference, {
      reference,
      type,
      name: stemOf(name),
      id: syntheticIds.policy(reference),
      idIsSynthetic: true,
      description: undefined,
      file: path,
      origin: { file: path, span: { start: 0, end: 0 } },
    });
  }
}

/** The `attach` of the root, an OU or an account, in order. Unknown references are reported and kept: their layer is unknown, not empty. */
export function readAttach(fields: Fields, policies: PolicyCatalogue): readonly string[] {
  const { reader, file } = fields;
  const attached: string[] = [];
  for (const node of stringsField(fields, 'attach')) {
    const origin: Origin = originOf(file, node);
    if (attached.includes(node.text)) {
      reader.report(origin, 'duplicate-attachment', 'warning', message('`{0}` is attached twice', node.text));
      continue;
    }
    if (!policies.has(node.text) && readReferenceType(reader, file, node) !== undefined) {
      const unknown = withNearest(message('the organization has no policy `{0}`', node.text), node.text, policies.keys());
      reader.report(origin, 'unknown-policy', 'error', unknown);
    }
    attached.push(node.text);
  }
  return attached;
}
