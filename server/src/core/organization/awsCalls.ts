import { isRecord } from '../catalog/catalogData';
import { message } from '../text/message';
import type { Message } from '../text/message';

import { createIntern, withShared } from './sharedValues';
import type { Intern } from './sharedValues';

export interface ImportProblem {
  /** Of the text, counted from 1; undefined: of the outputs as a whole. */
  readonly line: number | undefined;
  readonly message: Message;
}

/** An object of an output. */
export type Item = Readonly<Record<string, unknown>>;

/** A line of the outputs, as whoever asks AWS writes it. */
export interface CallLine {
  readonly op: string;
  readonly in: Item;
  readonly out: Item;
}

/** What was asked, and what AWS said. */
export interface Call {
  readonly input: Item;
  readonly output: Item;
}

/** The calls of the outputs. */
export interface Calls {
  of(operation: string): readonly Call[];
  /** The items of a list of all pages, each with what was asked. */
  all(operation: string, list: string): readonly { readonly input: Item; readonly item: Item }[];
}

export interface NamedCall extends Call {
  readonly operation: string;
}

/** More lines than this that cannot be read tell nobody anything. */
const mostProblems = 100;

/** Operations whose outputs say something here; the others are read and let go. */
const known: ReadonlySet<string> = new Set([
  ...['describe-organization', 'describe-policy', 'describe-resource-policy', 'get-account-authorization-details'],
  ...['list-accounts', 'list-accounts-for-parent', 'list-aws-service-access-for-organization', 'list-children'],
  ...['list-delegated-administrators', 'list-delegated-services-for-account', 'list-organizational-units-for-parent', 'list-parents'],
  ...['list-policies', 'list-policies-for-target', 'list-roots', 'list-tags-for-resource', 'list-targets-for-policy'],
  ...['list-handshakes-for-organization', 'list-handshakes-for-account', 'list-permission-sets', 'describe-permission-set'],
  ...['list-managed-policies-in-permission-set', 'list-customer-managed-policy-references-in-permission-set'],
  ...['get-inline-policy-for-permission-set', 'get-permissions-boundary-for-permission-set', 'list-account-assignments'],
]);

/** A call a line; what is none is reported. */
export function readLines(lines: Iterable<string>, problems: ImportProblem[]): readonly NamedCall[] {
  const calls: NamedCall[] = [];
  const intern = createIntern();
  let number = 0;
  let unreadable = 0;
  for (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    const call = readCall(line);
    if (call === undefined) {
      unreadable += 1;
      const text = message('this line is no `{"op": …, "in": …, "out": …}`');
      if (unreadable <= mostProblems) problems.push({ line: number, message: text });
    } else if (known.has(call.operation)) calls.push({ ...call, output: shared(call, intern) });
  }
  const more = unreadable - mostProblems;
  if (more > 0) problems.push({ line: undefined, message: message('{0} more lines cannot be read', more) });
  return calls;
}

/** The lines of a text. */
export function* linesOf(text: string): Generator<string> {
  let from = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
    yield text.slice(from, at);
    from = at + 1;
  }
  yield text.slice(from);
}

/** Thousands of accounts have the same roles with the same documents: those are kept once. */
function shared({ operation, output }: NamedCall, intern: Intern): Item {
  return operation === 'get-account-authorization-details' ? withShared(output, intern) : output;
}

/** The call whose output this is, by the list in it, and by the id in the file's name. */
export function recognise(name: string, output: Item): NamedCall | undefined {
  const idIn = (pattern: RegExp): string => pattern.exec(name)?.[0] ?? '';
  const parent = idIn(/ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}/) || idIn(/(?<![a-z])r-[0-9a-z]{4,32}/);
  const account = idIn(/(?<!\d)\d{12}(?!\d)/);
  const call = (operation: string, input: Item = {}): NamedCall => ({ operation, input, output });
  if ('Organization' in output) return call('describe-organization');
  if ('Roots' in output) return call('list-roots');
  if ('OrganizationalUnits' in output)
    return parent === '' ? undefined : call('list-organizational-units-for-parent', { ParentId: parent });
  if ('Accounts' in output) return parent === '' ? call('list-accounts') : call('list-accounts-for-parent', { ParentId: parent });
  if ('Children' in output) return parent === '' ? undefined : call('list-children', { ParentId: parent });
  if ('Parents' in output) {
    const child = account || parent;
    return child === '' ? undefined : call('list-parents', { ChildId: child });
  }
  if ('Policy' in output) return call('describe-policy');
  if ('Targets' in output) return call('list-targets-for-policy', { PolicyId: idIn(/(?<![a-z])p-[0-9A-Za-z_]{8,128}/) });
  if ('UserDetailList' in output) return call('get-account-authorization-details', { AccountId: account });
  if ('Policies' in output) return recogniseListOfPolicies(output, account || parent, call);
  if ('DelegatedServices' in output) return call('list-delegated-services-for-account', { AccountId: account });
  if ('DelegatedAdministrators' in output) return call('list-delegated-administrators');
  if ('EnabledServicePrincipals' in output) return call('list-aws-service-access-for-organization');
  if ('ResourcePolicy' in output) return call('describe-resource-policy');
  if ('Handshakes' in output) return call('list-handshakes-for-organization');
  const permissionSet = recognisePermissionSet(output);
  if (permissionSet !== undefined) return call(permissionSet, { PermissionSetArn: idIn(/ps-[0-9a-f]{16}/), AccountId: account });
  if ('Tags' in output) return call('list-tags-for-resource', { ResourceId: account || parent });
  return undefined;
}

/** The call of `aws sso-admin`, by the list in its output. */
function recognisePermissionSet(output: Item): string | undefined {
  if ('PermissionSets' in output) return 'list-permission-sets';
  if ('PermissionSet' in output) return 'describe-permission-set';
  if ('AttachedManagedPolicies' in output) return 'list-managed-policies-in-permission-set';
  if ('CustomerManagedPolicyReferences' in output) return 'list-customer-managed-policy-references-in-permission-set';
  if ('InlinePolicy' in output) return 'get-inline-policy-for-permission-set';
  if ('PermissionsBoundary' in output) return 'get-permissions-boundary-for-permission-set';
  return 'AccountAssignments' in output ? 'list-account-assignments' : undefined;
}

/** The policies of a type, or those that a target has; the type stands in each of them, so an empty list tells nothing. */
function recogniseListOfPolicies(output: Item, target: string, call: (operation: string, input: Item) => NamedCall): NamedCall | undefined {
  const type = textOf(itemsOf(output, 'Policies')[0] ?? {}, 'Type');
  if (type === '') return undefined;
  return target === '' ? call('list-policies', { Filter: type }) : call('list-policies-for-target', { TargetId: target, Filter: type });
}

export function callsOf(all: readonly NamedCall[]): Calls {
  const calls = new Map<string, NamedCall[]>();
  for (const call of all) {
    const known = calls.get(call.operation);
    if (known === undefined) calls.set(call.operation, [call]);
    else known.push(call);
  }
  const of = (operation: string): readonly Call[] => calls.get(operation) ?? [];
  return {
    of,
    all: (operation, list) => of(operation).flatMap(({ input, output }) => itemsOf(output, list).map((item) => ({ input, item }))),
  };
}

function readCall(line: string): NamedCall | undefined {
  const value = parsed(line);
  if (!isRecord(value) || typeof value['op'] !== 'string' || !isRecord(value['out'])) return undefined;
  // `ListAccounts` and `list-accounts` are one.
  const operation = value['op'].replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  return { operation, input: isRecord(value['in']) ? value['in'] : {}, output: value['out'] };
}

/** Undefined for what is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The objects of a list; none where there is no list. */
export function itemsOf(item: Item, list: string): readonly Item[] {
  const value = item[list];
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** Empty where there is no text. */
export function textOf(item: Item, field: string): string {
  const value = item[field];
  return typeof value === 'string' ? value : '';
}
