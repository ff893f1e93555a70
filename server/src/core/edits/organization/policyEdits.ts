import { attachedReferences, policyTypeApplies } from '../../organization/effectivePolicies';
import { policyTypeConstantOf } from '../../organization/organizationPolicyTypes';
import type { Organization, OrganizationPolicyType, OrganizationalUnit } from '../../organization/organization';
import { memberOf, valueOf } from '../../syntax/queries';
import type { ObjectNode } from '../../syntax/nodes';
import { message } from '../../text/message';

import { isSound } from '../document';
import { inlineJson, insertItem, removeItem, setMember } from '../jsonEdits';

import { isPlan, nameOf, notReadable, reachedBy, refused, targetOf } from './editTargets';
import type { EditTarget } from './editTargets';
import { manifestPlace } from './organizationDocuments';
import type { EditedOrganization, Place } from './organizationDocuments';
import type { EditPlan, FileChange, OrganizationEdit } from './organizationEdit';
import { smallestPolicy } from './smallestPolicy';
import { byFile } from './structureEdits';

type EditOf<Kind extends OrganizationEdit['kind']> = Extract<OrganizationEdit, { readonly kind: Kind }>;

/**
 * AWS attaches its own policy everywhere when a type is enabled, and detaches all of a type when it is disabled: so do the files.
 * <https://docs.aws.amazon.com/organizations/latest/userguide/enable-policy-type.html>
 */
export function planPolicyType(edited: EditedOrganization, { kind, type }: EditOf<'enablePolicyType' | 'disablePolicyType'>): EditPlan {
  const { organization } = edited;
  const root = targetOf(edited, '/');
  if (isPlan(root)) return root;
  const enable = kind === 'enablePolicyType';
  if (organization.featureSet !== 'ALL') return refused(message('an organization with consolidated billing only has no policies'));
  if (policyTypeApplies(organization, type) === enable) {
    return refused(enable ? message('{0} policies are enabled already', type) : message('{0} policies are not enabled', type));
  }
  const state = JSON.stringify(enable ? 'ENABLED' : 'DISABLED');
  const constant = policyTypeConstantOf(type);
  const { document, node, file } = root.place;
  const types = valueOf(node, 'policyTypes');
  const edits =
    types?.kind === 'object'
      ? setMember(document, types, constant, state)
      : setMember(document, node, 'policyTypes', `{ ${JSON.stringify(constant)}: ${state} }`);
  const lost = enable ? { changes: [], count: 0 } : detachEverywhere(edited, type);
  const changes = lost === undefined ? undefined : byFile([{ file, newText: undefined, edits }, ...lost.changes]);
  if (changes === undefined || lost === undefined) return refused(notReadable(edited));
  const notes = enable ? enablingNotes(type) : [message('AWS detaches all policies of the type: {0} attachments are lost', lost.count)];
  const title = enable ? message('Enable {0} policies', type) : message('Disable {0} policies', type);
  return { kind: 'plan', title, changes, notes, accounts: organization.accounts.map(({ id }) => id) };
}

function enablingNotes(type: OrganizationPolicyType) {
  if (type === 'scp') return [message('AWS attaches `FullAWSAccess` to the root, every organizational unit and every account')];
  if (type === 'rcp') return [message('AWS attaches `RCPFullAWSAccess` to the root, every organizational unit and every account')];
  return [];
}

/** Everything of a type that the files attach, taken off; undefined where one of the files cannot be edited. */
function detachEverywhere(edited: EditedOrganization, type: OrganizationPolicyType) {
  const { organization } = edited;
  const targets = ['/', ...unitPaths(organization.root.organizationalUnits), ...organization.accounts.map(({ id }) => id)];
  const changes: FileChange[] = [];
  let count = 0;
  for (const target of targets) {
    const found = targetOf(edited, target);
    if (isPlan(found)) return undefined;
    const own = found.entity.attach.filter((reference) => reference.startsWith(`${type}/`));
    if (own.length === 0) continue;
    count += own.length;
    const rest = found.entity.attach.filter((reference) => !own.includes(reference));
    const change = writeAttach(found, rest);
    if (change === undefined) return undefined;
    changes.push(change);
  }
  return { changes, count };
}

function unitPaths(units: readonly OrganizationalUnit[]): readonly string[] {
  return units.flatMap(({ path, organizationalUnits }) => [path, ...unitPaths(organizationalUnits)]);
}

/** A new document in the folder of its type, and with a target its attachment. */
export function planCreatePolicy(edited: EditedOrganization, { type, name, target }: EditOf<'createPolicy'>): EditPlan {
  const { organization, files } = edited;
  if (!/^[\w+=,.@ -]{1,128}$/.test(name)) return refused(message('a policy name has up to 128 letters, digits, blanks and `_+=,.@-`'));
  const reference = `${type}/${name}`;
  const file = `policies/${reference}.json`;
  if (organization.policies.has(reference) || files.read(file) !== undefined)
    return refused(message('policy `{0}` is there twice', reference));
  const created = { file, newText: smallestPolicy(type, name), edits: [] };
  const title = message('Create policy {0}', reference);
  if (target === undefined) return { kind: 'plan', title, changes: [created], notes: [], accounts: [] };
  const found = targetOf(edited, target);
  if (isPlan(found)) return found;
  const attach = writeAttach(found, withPolicy(found, type, reference));
  if (attach === undefined) return refused(notReadable(edited));
  const accounts = reachedBy(organization, target);
  return { kind: 'plan', title, changes: [created, attach], notes: typeNotes(organization, [type]), accounts };
}

/** <https://docs.aws.amazon.com/organizations/latest/APIReference/API_AttachPolicy.html> */
export function planAttachPolicies(edited: EditedOrganization, { policies, target }: EditOf<'attachPolicies'>): EditPlan {
  const { organization } = edited;
  const found = targetOf(edited, target);
  if (isPlan(found)) return found;
  const unknown = policies.find((reference) => !organization.policies.has(reference));
  if (unknown !== undefined) return refused(message('the organization has no policy `{0}`', unknown));
  let { attach } = found.entity;
  for (const reference of policies) {
    const { type } = organization.policies.get(reference) ?? {};
    if (type === undefined || attachedReferences({ attach }, type).includes(reference)) continue;
    attach = withPolicy({ entity: { ...found.entity, attach } }, type, reference);
  }
  const [first] = policies;
  if (attach === found.entity.attach || first === undefined) {
    return refused(message('`{0}` is attached to {1} already', first ?? '', nameOf(found)));
  }
  const change = writeAttach(found, attach);
  if (change === undefined) return refused(notReadable(edited));
  const types = policies.flatMap((reference) => organization.policies.get(reference)?.type ?? []);
  const title =
    policies.length === 1
      ? message('Attach {0} to {1}', first, nameOf(found))
      : message('Attach {0} policies to {1}', policies.length, nameOf(found));
  return { kind: 'plan', title, changes: [change], notes: typeNotes(organization, types), accounts: reachedBy(organization, target) };
}

/** A file that the organization does not list yet is listed first. */
export function planAttachFile(edited: EditedOrganization, { file, type, target }: EditOf<'attachFile'>): EditPlan {
  const { organization, files } = edited;
  const known = [...organization.policies.values()].find((policy) => policy.file === file);
  if (known !== undefined) return planAttachPolicies(edited, { kind: 'attachPolicies', policies: [known.reference], target });
  if (files.read(file) === undefined) return refused(message('there is no file `{0}`', file));
  const found = targetOf(edited, target);
  if (isPlan(found)) return found;
  const manifest = manifestPlace(edited);
  if (manifest === undefined) return refused(notReadable(edited));
  const reference = freeReference(organization, type, file);
  const listed = listPolicy(manifest, reference, file);
  const attach = writeAttach(found, withPolicy(found, type, reference));
  const changes = byFile([listed, attach]);
  if (changes === undefined) return refused(notReadable(edited));
  const title = message('Attach {0} to {1}', reference, nameOf(found));
  return { kind: 'plan', title, changes, notes: typeNotes(organization, [type]), accounts: reachedBy(organization, target) };
}

function freeReference({ policies }: Organization, type: OrganizationPolicyType, file: string): string {
  const stem = (file.split('/').at(-1) ?? file).replace(/(?:\.(?:scp|rcp))?\.jsonc?$/i, '');
  for (let number = 1; ; number++) {
    const reference = `${type}/${stem}${number === 1 ? '' : `-${number}`}`;
    if (!policies.has(reference)) return reference;
  }
}

function listPolicy({ file, document, node }: Place<ObjectNode>, reference: string, policyFile: string): FileChange | undefined {
  const entry = inlineJson({ file: policyFile });
  const policies = valueOf(node, 'policies');
  if (policies === undefined) {
    return { file, newText: undefined, edits: setMember(document, node, 'policies', `{ ${JSON.stringify(reference)}: ${entry} }`) };
  }
  if (policies.kind !== 'object' || !isSound(document, policies)) return undefined;
  return { file, newText: undefined, edits: setMember(document, policies, reference, entry) };
}

/** <https://docs.aws.amazon.com/organizations/latest/APIReference/API_DetachPolicy.html> */
export function planDetachPolicy(edited: EditedOrganization, { policy, target }: EditOf<'detachPolicy'>): EditPlan {
  const { organization } = edited;
  const found = targetOf(edited, target);
  if (isPlan(found)) return found;
  const type = organization.policies.get(policy)?.type ?? (policy.startsWith('scp/') ? 'scp' : undefined);
  if (policy === 'rcp/RCPFullAWSAccess') return refused(message('AWS lets nobody detach `RCPFullAWSAccess`'));
  const attached = type === undefined ? found.entity.attach : attachedReferences(found.entity, type);
  if (!attached.includes(policy)) return refused(message('`{0}` is not attached to {1}', policy, nameOf(found)));
  if (type === 'scp' && attached.length === 1) {
    return refused(message('at least one SCP stays attached to {0}: attach another one first', nameOf(found)));
  }
  // Nothing written means FullAWSAccess alone, so what is left of it is written out.
  const change = writeAttach(
    found,
    found.entity.attach.filter((reference) => reference !== policy),
  );
  if (change === undefined) return refused(notReadable(edited));
  const title = message('Detach {0} from {1}', policy, nameOf(found));
  return { kind: 'plan', title, changes: [change], notes: [], accounts: reachedBy(organization, target) };
}

/** No `scp/…` entry means `FullAWSAccess`; it is written out beside the first one that is attached, or it would be taken off. */
function withPolicy({ entity }: Pick<EditTarget, 'entity'>, type: OrganizationPolicyType, reference: string): readonly string[] {
  const hasScp = entity.attach.some((attached) => attached.startsWith('scp/'));
  const implied = type === 'scp' && !hasScp && reference !== 'scp/FullAWSAccess' ? ['scp/FullAWSAccess'] : [];
  return [...entity.attach, ...implied, reference];
}

/** The `attach` list of a target as it shall be: items come and go one by one, so that each change is one line. */
function writeAttach({ entity, place }: EditTarget, wanted: readonly string[]): FileChange | undefined {
  const { file, document, node } = place;
  const member = memberOf(node, 'attach');
  const list = member?.value;
  if (list === undefined) return { file, newText: undefined, edits: setMember(document, node, 'attach', inlineJson(wanted)) };
  if (list.kind !== 'array' || !isSound(document, list)) return undefined;
  const gone = entity.attach.filter((reference) => !wanted.includes(reference));
  const added = wanted.filter((reference) => !entity.attach.includes(reference));
  if (gone.length + added.length > 1 && (gone.length > 0 || added.length > 2)) {
    return { file, newText: undefined, edits: [{ span: { start: list.start, end: list.end }, newText: inlineJson(wanted) }] };
  }
  const removed = list.items.filter((item) => item.kind === 'string' && gone.includes(item.text));
  const edits = [
    ...removed.flatMap((item) => removeItem(document, list, item)),
    ...(added.length === 0 ? [] : insertItem(document, list, added.map((reference) => JSON.stringify(reference)).join(', '))),
  ];
  return { file, newText: undefined, edits };
}

function typeNotes(organization: Organization, types: readonly OrganizationPolicyType[]) {
  const off = [...new Set(types)].filter((type) => !policyTypeApplies(organization, type));
  return off.map((type) => message('{0} policies are not enabled for the root: this has no effect yet', type));
}
