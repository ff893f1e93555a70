import type { Catalog } from '../core/catalog/catalog';
import { filesAfter } from '../core/edits/organization/applyPlan';
import type { FileChange, OrganizationEdit } from '../core/edits/organization/organizationEdit';
import { planEdit } from '../core/edits/organization/planEdit';
import { describeChains } from '../core/edits/organization/describeChains';
import { attachedReferences, policyTypeApplies } from '../core/organization/effectivePolicies';
import { entityOf } from '../core/organization/entityOf';
import {
  policyTypeConstantOf,
  policyTypeConstants,
  policyTypeOfConstant,
  policyTypeOfFolder,
} from '../core/organization/organizationPolicyTypes';
import type { Account, Organization, OrganizationProblem } from '../core/organization/organization';
import { readOrganization } from '../core/organization/readOrganization';
import { createLineIndex } from '../core/text/lineIndex';
import { english, message } from '../core/text/message';
import type { Message, Translate } from '../core/text/message';
import type { AttachablePolicy, FileEdit, OrganizationEditParams, OrganizationPlan } from '../protocol/requests';

import type { LoadedOrganization } from './organizationIndex';
import type { ServiceContext } from './serviceContext';
import { normaliseUri, relativePath } from './uris';
import { stateOf } from './whatIf/decisionSides';
import type { DecisionSides, PlannedOrganization } from './whatIf/decisionSides';

/** What a change comes to: refused where AWS or the files do not let it be, otherwise told in full before anything is written. */
export async function planOrganizationEdit(
  loaded: LoadedOrganization | undefined,
  params: OrganizationEditParams,
  { catalog, translate }: ServiceContext,
  decide: (loaded: LoadedOrganization, after: PlannedOrganization) => Promise<DecisionSides>,
): Promise<OrganizationPlan> {
  const refuse = (reason: Message): OrganizationPlan => ({ kind: 'refused', reason: translate(reason) });
  if (loaded?.organization === undefined) return refuse(message('the organization cannot be read; mend its manifest first'));
  if (loaded.isForeign) {
    return refuse(message('this organization is read from the files of another tool; convert it to the native layout to change it here'));
  }
  const edit = readEdit(params, loaded);
  if (edit === undefined) return refuse(message('this change is not understood'));
  const source = { organization: loaded.organization, files: loaded.files };
  const plan = planEdit(source, edit);
  if (plan.kind === 'refused') return refuse(plan.reason);
  const files = filesAfter(loaded.files, plan.changes);
  const after = readOrganization(files, { catalog });
  const fresh = newProblems(loaded.problems, after.problems);
  const error = fresh.find(({ severity }) => severity === 'error');
  if (error !== undefined || after.organization === undefined) return refuse(error?.message ?? message('this change is not understood'));
  const accounts = plan.accounts.length === 0 ? [] : changedAccounts(loaded.organization, after.organization, plan.accounts);
  const notes = [...plan.notes, ...fresh.map((problem) => problem.message)].map(translate);
  const title = translate(plan.title);
  const changed = new Set(plan.changes.map(({ file }) => file));
  const decisions = await decide(loaded, { organization: after.organization, files, changed });
  const original: Sides = { before: loaded.files.read, after: files.read };
  const part = (organization: Organization, read: (file: string) => string | undefined): readonly string[] =>
    whatIfText({ original, chains: describeChains(organization, accounts), changes: plan.changes, read }, translate);
  const head = [title, ...notes.map((note) => `· ${note}`), translate(howToDecide), ''];
  const [before, now] = [part(loaded.organization, loaded.files.read), part(after.organization, files.read)];
  const shown = (sides: readonly string[], rest: readonly string[]): string => `${[...head, ...sides, ...rest].join('\n').trimEnd()}\n`;
  return {
    kind: 'plan',
    title,
    notes,
    before: shown(decisions.before, before),
    after: shown(decisions.after, now),
    files: plan.changes.map((change) => fileEdit(change, loaded)),
    state: { files: JSON.stringify([head, before, now]), decisions: stateOf(decisions) },
  };
}

/** Problems that were not there before; a place that moved is no new problem. */
function newProblems(before: readonly OrganizationProblem[], after: readonly OrganizationProblem[]): readonly OrganizationProblem[] {
  const key = ({ code, file, message: text }: OrganizationProblem): string => `${code}\n${file}\n${english(text)}`;
  const known = new Map<string, number>();
  for (const problem of before) known.set(key(problem), (known.get(key(problem)) ?? 0) + 1);
  return after.filter((problem) => {
    const left = known.get(key(problem)) ?? 0;
    known.set(key(problem), left - 1);
    return left <= 0;
  });
}

/** Those whose policies are others afterwards, and the new ones. */
function changedAccounts(before: Organization, after: Organization, ids: readonly string[]): readonly string[] {
  const chains = (organization: Organization): ReadonlyMap<string, string> =>
    new Map(
      describeChains(organization, ids).flatMap(({ accounts, lines }) => accounts.map(({ id }) => [id, lines.map(english).join('\n')])),
    );
  const [one, other] = [chains(before), chains(after)];
  const known = new Set(before.accounts.map(({ id }) => id));
  const created = after.accounts.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  return [...ids.filter((id) => one.get(id) !== other.get(id)), ...created];
}

/** The texts of the files before and after, whichever side is written. */
interface Sides {
  before(file: string): string | undefined;
  after(file: string): string | undefined;
}

interface WhatIf {
  readonly original: Sides;
  readonly chains: ReturnType<typeof describeChains>;
  readonly changes: readonly FileChange[];
  read(file: string): string | undefined;
}

/** The signs of the two actions above the difference; both have commands too. */
export const howToDecide = message('Nothing is written yet: ✓ above applies this, ✕ discards it.');

/** Names of accounts that a heading lists before it counts the others. */
const namesShown = 8;

/** One side of the picture below the decisions: who has which policies, then the changed parts of the files. */
function whatIfText({ chains, changes, read, original }: WhatIf, translate: Translate): readonly string[] {
  const lines: string[] = [];
  if (chains.length > 0) lines.push(translate(message('Policies level by level')), '');
  for (const { accounts, lines: chain } of chains) {
    const names = accounts.slice(0, namesShown).map(({ name, id }) => `${name} (${id})`);
    const more = accounts.length - names.length;
    lines.push(more > 0 ? translate(message('{0} and {1} more', names.join(', '), more)) : names.join(', '));
    lines.push(...chain.map((line) => `  ${translate(line)}`), '');
  }
  lines.push(translate(message('Files')), '');
  for (const change of changes) {
    const text = read(change.file);
    lines.push(text === undefined ? translate(message('{0} (not there yet)', change.file)) : change.file);
    const part = text === undefined ? [] : change.newText === undefined ? changedPart(change, text, original) : text.trimEnd().split('\n');
    lines.push(...part.map((line) => `  ${line}`), '');
  }
  return lines;
}

/** Lines around a change that are shown with it, and how many lines of one file there may be. */
const contextLines = 2;
const mostLines = 400;

/** The lines of one side that differ from the other, with some around them; what lies between two changes is among them. */
function changedPart({ file }: FileChange, text: string, { before, after }: Sides): readonly string[] {
  const [one, other] = [before(file)?.split('\n') ?? [], after(file)?.split('\n') ?? []];
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start++;
  let end = 0;
  while (end < one.length - start && end < other.length - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  const lines = text.split('\n');
  const shown = lines.slice(Math.max(0, start - contextLines), Math.min(lines.length, lines.length - end + contextLines));
  return (shown.length > mostLines ? [...shown.slice(0, mostLines), '…'] : shown).filter(
    (line, at) => line !== '' || at < shown.length - 1,
  );
}

function fileEdit({ file, newText, edits }: FileChange, loaded: LoadedOrganization): FileEdit {
  const lines = createLineIndex(loaded.files.read(file) ?? '');
  return {
    uri: loaded.uriOf(file),
    newText: newText ?? null,
    edits: edits.map(({ span, newText: text }) => ({
      range: { start: lines.positionAt(span.start), end: lines.positionAt(span.end) },
      newText: text,
    })),
  };
}

/** What came over the wire as an edit; undefined where it is none. Files are named by URI there. */
function readEdit(params: OrganizationEditParams, loaded: LoadedOrganization): OrganizationEdit | undefined {
  const text = (name: string): string => (typeof params[name] === 'string' ? params[name] : '');
  const texts = (name: string): readonly string[] =>
    Array.isArray(params[name]) ? params[name].filter((item) => typeof item === 'string') : [];
  const type = policyTypeOfFolder(text('type'));
  const target = text('target');
  switch (params.kind) {
    case 'createOrganizationalUnit':
      return { kind: params.kind, parent: text('parent'), name: text('name') };
    case 'renameOrganizationalUnit':
      return { kind: params.kind, target, name: text('name') };
    case 'deleteOrganizationalUnit':
      return { kind: params.kind, target };
    case 'moveOrganizationalUnit':
      return { kind: params.kind, target, parent: text('parent') };
    case 'createAccount':
      return { kind: params.kind, parent: text('parent'), name: text('name'), email: text('email'), id: text('id') };
    case 'moveAccounts':
      return { kind: params.kind, targets: texts('targets'), parent: text('parent') };
    case 'enablePolicyType':
    case 'disablePolicyType':
      return type === undefined ? undefined : { kind: params.kind, type };
    case 'createPolicy':
      return type === undefined ? undefined : { kind: params.kind, type, name: text('name'), target: target === '' ? undefined : target };
    case 'attachPolicies':
      return { kind: params.kind, policies: texts('policies'), target };
    case 'attachFile': {
      const file = relativePath(loaded.folder, normaliseUri(text('uri')));
      return type === undefined || file === undefined ? undefined : { kind: params.kind, file, type, target };
    }
    case 'detachPolicy':
      return { kind: params.kind, policy: text('policy'), target };
    case 'attachToPrincipal':
    case 'detachFromPrincipal':
      return {
        kind: params.kind,
        policy: relativePath(loaded.folder, normaliseUri(text('policy'))) ?? text('policy'),
        principal: text('principal'),
      };
    default:
      return undefined;
  }
}

/** What a place or a principal has not got yet. */
export function attachablePolicies(
  organization: Organization,
  target: string,
  { catalog, translate }: ServiceContext,
): readonly AttachablePolicy[] {
  if (target.startsWith('arn:')) return attachableToPrincipal(organization, target, { catalog, translate });
  const entity = entityOf(organization, target);
  if (entity === undefined) return [];
  return [...organization.policies.values()]
    .filter(({ type, reference }) => !attachedReferences(entity, type).includes(reference))
    .map(({ reference, type, name, description }) => ({
      policy: reference,
      label: name,
      description: policyTypeApplies(organization, type)
        ? type.toUpperCase()
        : translate(message('{0} · not applied: the policy type is off', type.toUpperCase())),
      detail: description ?? '',
    }));
}

function attachableToPrincipal(
  { accounts }: Organization,
  arn: string,
  { catalog, translate }: { readonly catalog: Catalog; readonly translate: Translate },
): readonly AttachablePolicy[] {
  const account: Account | undefined = accounts.find(({ id }) => id === arn.split(':')[4]);
  const own = (account?.customerPolicies ?? []).flatMap(({ name, reference }) =>
    reference.kind === 'file' ? [{ policy: reference.file, label: name, description: reference.file, detail: '' }] : [],
  );
  const managed = catalog.managedPolicies().map(({ name, arn: policy }) => ({
    policy,
    label: name,
    description: translate(message('managed by AWS')),
    detail: '',
  }));
  return [...own, ...managed];
}

/** Every type that there is, those of the organization that are newer than the list among them. */
export function policyTypesOf(organization: Organization): readonly { type: string; constant: string; enabled: boolean }[] {
  const known = policyTypeConstants.flatMap((constant) => policyTypeOfConstant(constant) ?? []);
  const types = new Set([...known, ...organization.root.policyTypes.keys()]);
  return [...types].map((type) => ({ type, constant: policyTypeConstantOf(type), enabled: policyTypeApplies(organization, type) }));
}
