import type { JsonNode, StringNode } from '../syntax/nodes';
import { valueOf } from '../syntax/queries';
import { nearestNames } from '../text/editDistance';
import { message } from '../text/message';

import type { Organization, OrganizationalUnit, OrganizationPolicyType, OrganizationRoot, Origin } from './organization';
import { resolvePath } from './organizationFiles';
import { isLaterType, policyTypeConstants, policyTypeOfConstant } from './organizationPolicyTypes';
import {
  expectFields,
  fieldsOf,
  listField,
  membersField,
  originOf,
  requiredText,
  stringField,
  stringsField,
  textField,
  withNearest,
} from './organizationReader';
import type { Fields, OrganizationReader } from './organizationReader';
import { readAttach, readPolicyCatalogue } from './readPolicyCatalogue';
import type { PolicyCatalogue } from './readPolicyCatalogue';
import { syntheticIds } from './syntheticIds';

/** What the manifest alone says; accounts, and what it says about them by name, come later. */
export interface Manifest {
  readonly id: string;
  readonly idIsSynthetic: boolean;
  readonly name: string | undefined;
  readonly featureSet: Organization['featureSet'];
  readonly managementAccount: StringNode | undefined;
  readonly root: OrganizationRoot;
  readonly policies: PolicyCatalogue;
  readonly trustedAccess: readonly string[];
  readonly delegatedAdministrators: ReadonlyMap<string, readonly StringNode[]>;
  readonly delegationPolicy: string | undefined;
  readonly origin: Origin;
}

/** Ids as AWS gives them. <https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html> */
const idForms = {
  organization: /^o-[a-z0-9]{10,32}$/,
  root: /^r-[0-9a-z]{4,32}$/,
  organizationalUnit: /^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/,
} as const;

/** Reads `organization.jsonc`; undefined only when it holds no object at all. */
export function readManifest(reader: OrganizationReader, file: string): Manifest | undefined {
  const fields = fieldsOf(reader, file, reader.parse(file)?.root);
  if (fields === undefined) return undefined;
  expectFields(fields, [
    'schemaVersion',
    'organization',
    'root',
    'policies',
    'trustedAccess',
    'delegatedAdministrators',
    'delegationPolicy',
  ]);
  const about = fieldsOf(reader, file, valueOf(fields.node, 'organization'));
  if (about !== undefined) expectFields(about, ['id', 'name', 'featureSet', 'managementAccount']);
  const name = about === undefined ? undefined : textField(about, 'name');
  const writtenId = about === undefined ? undefined : idField(about, 'organization');
  const id = writtenId ?? syntheticIds.organization(name ?? '');
  const policies = readPolicyCatalogue(fields);
  return {
    id,
    idIsSynthetic: writtenId === undefined,
    name,
    featureSet: readFeatureSet(about),
    managementAccount: about === undefined ? undefined : stringField(about, 'managementAccount'),
    root: readRoot(fields, id, policies),
    policies,
    trustedAccess: stringsField(fields, 'trustedAccess').map(({ text }) => text),
    delegatedAdministrators: readDelegatedAdministrators(fields),
    delegationPolicy: readDelegationPolicy(fields),
    origin: originOf(file, memberOrigin(fields, 'organization')),
  };
}

function memberOrigin({ node }: Fields, name: string) {
  const member = node.members.find(({ key }) => key.text === name);
  return member?.key ?? { start: node.start, end: Math.min(node.end, node.start + 1) };
}

function readFeatureSet(about: Fields | undefined): Organization['featureSet'] {
  const written = about === undefined ? undefined : stringField(about, 'featureSet');
  if (about === undefined || written === undefined || written.text === 'ALL') return 'ALL';
  if (written.text === 'CONSOLIDATED_BILLING') return 'CONSOLIDATED_BILLING';
  const problem = message('the feature set is `ALL` or `CONSOLIDATED_BILLING`, not `{0}`', written.text);
  about.reader.report(originOf(about.file, written), 'invalid-feature-set', 'error', problem);
  return 'ALL';
}

/** An id as written. One that AWS would not give is reported, and still used: it may stand for one that is not known yet. */
function idField(fields: Fields, kind: keyof typeof idForms): string | undefined {
  const written = stringField(fields, 'id');
  if (written === undefined || written.text === '') return undefined;
  if (!idForms[kind].test(written.text)) {
    const example = { organization: 'o-a1b2c3d4e5', root: 'r-ab12', organizationalUnit: 'ou-ab12-11111111' }[kind];
    const problem = message('`{0}` has not the form of such an id, as `{1}` has', written.text, example);
    fields.reader.report(originOf(fields.file, written), 'invalid-id', 'warning', problem);
  }
  return written.text;
}

function readRoot(manifest: Fields, organizationId: string, policies: PolicyCatalogue): OrganizationRoot {
  const { reader, file } = manifest;
  const fields = fieldsOf(reader, file, valueOf(manifest.node, 'root'));
  const origin = originOf(file, memberOrigin(manifest, 'root'));
  if (fields === undefined) {
    reader.report(origin, 'missing-field', 'warning', message('`{0}` is missing', 'root'));
    const id = syntheticIds.root(organizationId);
    const none: ReadonlyMap<OrganizationPolicyType, 'ENABLED'> = new Map();
    return { kind: 'root', id, idIsSynthetic: true, name: 'Root', attach: [], origin, policyTypes: none, organizationalUnits: [] };
  }
  expectFields(fields, ['id', 'name', 'policyTypes', 'attach', 'ous']);
  const writtenId = idField(fields, 'root');
  const id = writtenId ?? syntheticIds.root(organizationId);
  return {
    kind: 'root',
    id,
    idIsSynthetic: writtenId === undefined,
    name: textField(fields, 'name') ?? 'Root',
    attach: readAttach(fields, policies),
    origin,
    policyTypes: readPolicyTypes(fields),
    organizationalUnits: readOrganizationalUnits(fields, { rootId: id, parentPath: '', policies }),
  };
}

function readPolicyTypes(fields: Fields): OrganizationRoot['policyTypes'] {
  const { reader, file } = fields;
  const types = new Map<OrganizationPolicyType, 'ENABLED' | 'PENDING_ENABLE' | 'PENDING_DISABLE' | 'DISABLED'>();
  for (const { key, value } of membersField(fields, 'policyTypes')) {
    const type = policyTypeOfConstant(key.text);
    // AWS adds types, so a new name is taken as it is; one that is nearly a known one is a slip.
    if (type === undefined || (isLaterType(type) && nearestNames(key.text, policyTypeConstants).length > 0)) {
      const unknown = withNearest(message('unknown policy type `{0}`', key.text), key.text, policyTypeConstants);
      reader.report(originOf(file, key), 'unknown-policy-type', 'warning', unknown);
    }
    if (type === undefined) continue;
    const state = policyTypeState(value);
    if (state !== undefined) types.set(type, state);
    else {
      const problem = message('the state of a policy type is `ENABLED`, `PENDING_ENABLE`, `PENDING_DISABLE` or `DISABLED`');
      reader.report(originOf(file, value ?? key), 'invalid-policy-type-state', 'error', problem);
    }
  }
  return types;
}

function policyTypeState(node: JsonNode | undefined) {
  if (node?.kind !== 'string') return undefined;
  const { text } = node;
  return text === 'ENABLED' || text === 'PENDING_ENABLE' || text === 'PENDING_DISABLE' || text === 'DISABLED' ? text : undefined;
}

interface OuContext {
  readonly rootId: string;
  readonly parentPath: string;
  readonly policies: PolicyCatalogue;
}

function readOrganizationalUnits(parent: Fields, context: OuContext): readonly OrganizationalUnit[] {
  const { reader, file } = parent;
  const units: OrganizationalUnit[] = [];
  for (const item of listField(parent, 'ous')) {
    const fields = fieldsOf(reader, file, item);
    if (fields === undefined) continue;
    expectFields(fields, ['name', 'id', 'attach', 'ous']);
    const name = requiredText(fields, 'name');
    if (name === undefined) continue;
    const path = `${context.parentPath}/${name.replaceAll('/', '~1')}`;
    const origin = originOf(file, stringField(fields, 'name') ?? fields.node);
    if (units.some((unit) => unit.path === path)) {
      reader.report(origin, 'duplicate-organizational-unit', 'error', message('there are two organizational units `{0}`', path));
    }
    const id = idField(fields, 'organizationalUnit');
    units.push({
      kind: 'organizationalUnit',
      id: id ?? syntheticIds.organizationalUnit(context.rootId, path),
      idIsSynthetic: id === undefined,
      name,
      path,
      attach: readAttach(fields, context.policies),
      origin,
      organizationalUnits: readOrganizationalUnits(fields, { ...context, parentPath: path }),
    });
  }
  return units;
}

function readDelegatedAdministrators(manifest: Fields): ReadonlyMap<string, readonly StringNode[]> {
  const fields = fieldsOf(manifest.reader, manifest.file, valueOf(manifest.node, 'delegatedAdministrators'));
  if (fields === undefined) return new Map();
  return new Map(fields.node.members.map(({ key }) => [key.text, stringsField(fields, key.text)]));
}

function readDelegationPolicy(manifest: Fields): string | undefined {
  const written = stringField(manifest, 'delegationPolicy');
  if (written === undefined) return undefined;
  const file = resolvePath(manifest.file, written.text);
  if (!manifest.reader.exists(file)) {
    const missing = withNearest(message('there is no file `{0}`', file), file, manifest.reader.paths);
    manifest.reader.report(originOf(manifest.file, written), 'missing-file', 'error', missing);
  }
  return file;
}
