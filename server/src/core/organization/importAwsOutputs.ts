import { isRecord } from '../catalog/catalogData';
import { message } from '../text/message';
import type { Message } from '../text/message';

import { callsOf, itemsOf, linesOf, parsed, readLines, recognise, textOf } from './awsCalls';
import type { Calls, ImportProblem, Item, NamedCall } from './awsCalls';
import { LateTexts } from './lateTexts';
import { awsManagedOrganizationPolicies, policyTypeConstants, policyTypeOfConstant } from './organizationPolicyTypes';

/** An organization that AWS described, in the native layout. */
export interface ImportedOrganization {
  /** By path relative to the organization's folder; none when the outputs describe no organization. */
  readonly files: ReadonlyMap<string, string>;
  readonly problems: readonly ImportProblem[];
}

/** Stands for what the outputs do not tell: nothing has this name, so its level stays unknown in decisions. */
export const notExported = '(not exported)';

/**
 * Reads outputs of the AWS command line, one JSON object a line: `{"op": "list-accounts", "in": {…}, "out": {…}}`, several pages of one
 * call as several lines. What was not exported stays unknown; it is never taken for absent. Lines that cannot be read are reported, and the
 * rest is read. Lines may come one by one, so that the text need never be there as a whole.
 * <https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html>
 */
export function importAwsOutputs(source: string | Iterable<string>): ImportedOrganization {
  const problems: ImportProblem[] = [];
  // A text is an iterable as well, of characters.
  const lines = typeof source === 'string' ? linesOf(source) : source;
  return importCalls(callsOf(readLines(lines, problems)), problems);
}

/**
 * The same from a file per call, as `aws organizations … > FILE` makes them, by path. What a call was asked for stands in no output, so an
 * id in the file's name tells it (`accounts-ou-ab12-11111111.json`). Undefined when none of the files is such an output.
 */
export function importAwsFiles(files: Iterable<readonly [path: string, text: string]>): ImportedOrganization | undefined {
  const calls: NamedCall[] = [];
  for (const [path, text] of files) {
    const output = parsed(text);
    const call = isRecord(output) ? recognise(path.split('/').at(-1) ?? '', output) : undefined;
    if (call !== undefined) calls.push(call);
  }
  return calls.some(({ operation }) => operation === 'list-roots') ? importCalls(callsOf(calls), []) : undefined;
}

function importCalls(calls: Calls, problems: ImportProblem[]): ImportedOrganization {
  const said = (words: Message): void => void problems.push({ line: undefined, message: words });
  const root = calls.all('list-roots', 'Roots')[0]?.item;
  if (root === undefined || textOf(root, 'Id') === '') {
    said(message('there is no output of list-roots, so there is no organization'));
    return { files: new Map(), problems };
  }
  const files = new LateTexts();
  const places = readPlaces(calls, textOf(root, 'Id'));
  const policies = readPolicies(calls, files, said);
  const attached = createAttachments(calls, policies, enabledTypes(root));
  // Written when they are asked for: what many accounts have alike is there once until then.
  for (const [account, details] of readAuthorizationDetails(calls)) files.setLate(`iam/${account}/gaad.json`, () => pretty(details));
  files.set('accounts.jsonc', accountsText(calls, places, attached));
  files.set('organization.jsonc', pretty(manifestOf(calls, root, places, policies, attached, files)));
  return { files, problems };
}

/** Which OU lies where, and who is the parent of whom. */
interface Places {
  readonly rootId: string;
  readonly unitsBelow: ReadonlyMap<string, readonly Item[]>;
  readonly parents: ReadonlyMap<string, string>;
  /** Of an OU or the root, by id; undefined when the way to it is not known. */
  pathOf(id: string): string | undefined;
}

function readPlaces(calls: Calls, rootId: string): Places {
  const unitsBelow = new Map<string, Item[]>();
  const parents = new Map<string, string>();
  const names = new Map<string, string>();
  for (const { input, item } of calls.all('list-organizational-units-for-parent', 'OrganizationalUnits')) {
    const [parent, id] = [textOf(input, 'ParentId'), textOf(item, 'Id')];
    if (parent === '' || id === '' || parents.has(id)) continue;
    parents.set(id, parent);
    names.set(id, textOf(item, 'Name'));
    unitsBelow.set(parent, [...(unitsBelow.get(parent) ?? []), item]);
  }
  const place = (child: string, parent: string): void => {
    if (child !== '' && parent !== '' && !parents.has(child)) parents.set(child, parent);
  };
  for (const { input, item } of calls.all('list-accounts-for-parent', 'Accounts')) place(textOf(item, 'Id'), textOf(input, 'ParentId'));
  for (const { input, item } of calls.all('list-children', 'Children')) place(textOf(item, 'Id'), textOf(input, 'ParentId'));
  for (const { input, item } of calls.all('list-parents', 'Parents')) place(textOf(input, 'ChildId'), textOf(item, 'Id'));
  const pathOf = (id: string): string | undefined => {
    const parts: string[] = [];
    const seen = new Set<string>();
    for (let at = id; at !== rootId;) {
      const [name, parent] = [names.get(at), parents.get(at)];
      // A circle is no way.
      if (name === undefined || parent === undefined || seen.has(at)) return undefined;
      seen.add(at);
      parts.unshift(name.replaceAll('/', '~1'));
      at = parent;
    }
    return `/${parts.join('/')}`;
  };
  return { rootId, unitsBelow, parents, pathOf };
}

/** A policy of the organization's own, or one that AWS manages. */
interface ImportedPolicy {
  readonly id: string;
  readonly constant: string;
  /** As the manifest has it. */
  readonly reference: string;
  readonly file: string | undefined;
  readonly description: string;
}

function readPolicies(calls: Calls, files: LateTexts, said: (words: Message) => void): ReadonlyMap<string, ImportedPolicy> {
  const contents = new Map<string, string>();
  const summaries = calls.all('list-policies', 'Policies').map(({ item }) => item);
  for (const { output } of calls.of('describe-policy')) {
    const policy = output['Policy'];
    if (!isRecord(policy) || !isRecord(policy['PolicySummary'])) continue;
    summaries.push(policy['PolicySummary']);
    contents.set(textOf(policy['PolicySummary'], 'Id'), textOf(policy, 'Content'));
  }
  const policies = new Map<string, ImportedPolicy>();
  const taken = new Set<string>();
  for (const summary of summaries) {
    const [id, name, constant] = [textOf(summary, 'Id'), textOf(summary, 'Name'), textOf(summary, 'Type')];
    const folder = policyTypeOfConstant(constant);
    if (id === '' || policies.has(id)) continue;
    if (folder === undefined) {
      said(message('policy `{0}` is left out: `{1}` is a policy type that is not known here', name, constant));
      continue;
    }
    const reference = `${folder}/${name}`;
    const content = contents.get(id);
    const isManaged = summary['AwsManaged'] === true;
    const file = isManaged ? undefined : freeName(`policies/${folder}/${name.replace(/[^\w.-]+/g, '-')}`, taken);
    if (file !== undefined && content !== undefined) files.set(file, content);
    else if (!isManaged) said(message('there is no output of describe-policy for `{0}`, so what it says is unknown', name));
    policies.set(id, { id, constant, reference, file, description: textOf(summary, 'Description') });
  }
  return policies;
}

/** Two names may differ only in what no file name has. */
function freeName(path: string, taken: Set<string>): string {
  for (let count = 1; ; count++) {
    const name = `${path}${count === 1 ? '' : `-${count}`}.json`;
    if (taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
}

/** References that a target has attached, as the manifest writes them. */
type Attachments = (targetId: string) => readonly string[];

function createAttachments(calls: Calls, policies: ReadonlyMap<string, ImportedPolicy>, enabled: ReadonlySet<string>): Attachments {
  const [told, gathered] = [new Map<string, string[]>(), new Map<string, string[]>()];
  const listIn = (map: Map<string, string[]>, constant: string, target: string): string[] => {
    const key = `${constant} ${target}`;
    const list = map.get(key) ?? [];
    map.set(key, list);
    return list;
  };
  for (const { input, output } of calls.of('list-policies-for-target')) {
    const list = listIn(told, textOf(input, 'Filter'), textOf(input, 'TargetId'));
    for (const policy of itemsOf(output, 'Policies')) list.push(textOf(policy, 'Id'));
  }
  const asked = new Set(calls.of('list-targets-for-policy').map(({ input }) => textOf(input, 'PolicyId')));
  for (const { input, item } of calls.all('list-targets-for-policy', 'Targets')) {
    const policy = policies.get(textOf(input, 'PolicyId'));
    if (policy !== undefined) listIn(gathered, policy.constant, textOf(item, 'TargetId')).push(policy.id);
  }
  const listed = new Set(calls.of('list-policies').map(({ input }) => textOf(input, 'Filter')));
  /** Whether the targets of every policy of a type are known, so that a target which is none of them has none. */
  const isComplete = (constant: string): boolean =>
    listed.has(constant) && [...policies.values()].every((policy) => policy.constant !== constant || asked.has(policy.id));
  const complete = new Set(policyTypeConstants.filter(isComplete));
  return (target) =>
    policyTypeConstants.flatMap((constant) => {
      const folder = policyTypeOfConstant(constant) ?? '';
      const isAuthorization = folder === 'scp' || folder === 'rcp';
      const key = `${constant} ${target}`;
      const known = told.get(key) ?? (complete.has(constant) ? (gathered.get(key) ?? []) : undefined);
      if (known === undefined) return isAuthorization && enabled.has(constant) ? [`${folder}/${notExported}`] : [];
      const references = [...new Set(known)].map((id) => policies.get(id)?.reference ?? `${folder}/${id}`);
      // An SCP is always attached where the type is on: none at all means that something was not told.
      if (folder === 'scp' && references.length === 0) return enabled.has(constant) ? [`scp/${notExported}`] : [];
      const implied = awsManagedOrganizationPolicies.find(({ type }) => type === folder)?.reference;
      return references.length === 1 && references[0] === implied ? [] : references.filter((one) => folder !== 'rcp' || one !== implied);
    });
}

function enabledTypes(root: Item): ReadonlySet<string> {
  const types = itemsOf(root, 'PolicyTypes').filter((type) => textOf(type, 'Status') === 'ENABLED');
  return new Set(types.map((type) => textOf(type, 'Type')));
}

function manifestOf(
  calls: Calls,
  root: Item,
  places: Places,
  policies: ReadonlyMap<string, ImportedPolicy>,
  attached: Attachments,
  files: LateTexts,
): Item {
  const organization = calls.of('describe-organization')[0]?.output['Organization'];
  const about = isRecord(organization) ? organization : {};
  const delegated = new Map<string, string[]>();
  for (const { input, item } of calls.all('list-delegated-services-for-account', 'DelegatedServices')) {
    const service = textOf(item, 'ServicePrincipal');
    delegated.set(service, [...(delegated.get(service) ?? []), textOf(input, 'AccountId')]);
  }
  const resourcePolicy = calls.of('describe-resource-policy')[0]?.output['ResourcePolicy'];
  const delegation = isRecord(resourcePolicy) ? textOf(resourcePolicy, 'Content') : '';
  if (delegation !== '') files.set('policies/delegation.json', delegation);
  const own = [...policies.values()].flatMap(({ id, reference, file, description }) =>
    file === undefined ? [] : [[reference, { id, file, ...(description === '' ? {} : { description }) }] as const],
  );
  const trusted = calls.all('list-aws-service-access-for-organization', 'EnabledServicePrincipals');
  return withoutEmpty({
    schemaVersion: 1,
    organization: withoutEmpty({
      id: textOf(about, 'Id'),
      featureSet: textOf(about, 'FeatureSet'),
      managementAccount: textOf(about, 'MasterAccountId'),
    }),
    root: withoutEmpty({
      id: places.rootId,
      policyTypes: Object.fromEntries(itemsOf(root, 'PolicyTypes').map((type) => [textOf(type, 'Type'), textOf(type, 'Status')])),
      attach: attached(places.rootId),
      ous: unitsOf(places.rootId, places, attached),
    }),
    policies: Object.fromEntries(own),
    trustedAccess: trusted.map(({ item }) => textOf(item, 'ServicePrincipal')),
    delegatedAdministrators: Object.fromEntries(delegated),
    delegationPolicy: delegation === '' ? '' : 'policies/delegation.json',
  });
}

function unitsOf(parent: string, places: Places, attached: Attachments): readonly Item[] {
  return (places.unitsBelow.get(parent) ?? []).flatMap((unit) => {
    const id = textOf(unit, 'Id');
    // What lies in itself has no way from the root, and would never end.
    if (places.pathOf(id) === undefined) return [];
    return [withoutEmpty({ name: textOf(unit, 'Name'), id, attach: attached(id), ous: unitsOf(id, places, attached) })];
  });
}

/** One account a line, so that a move is a change of one line. */
function accountsText(calls: Calls, places: Places, attached: Attachments): string {
  const tags = new Map<string, Record<string, string>>();
  for (const { input, item } of calls.all('list-tags-for-resource', 'Tags')) {
    const id = textOf(input, 'ResourceId');
    tags.set(id, { ...tags.get(id), [textOf(item, 'Key')]: textOf(item, 'Value') });
  }
  const accounts = new Map<string, Item>();
  for (const operation of ['list-accounts', 'list-accounts-for-parent', 'list-delegated-administrators']) {
    const list = operation === 'list-delegated-administrators' ? 'DelegatedAdministrators' : 'Accounts';
    for (const { item } of calls.all(operation, list)) if (!accounts.has(textOf(item, 'Id'))) accounts.set(textOf(item, 'Id'), item);
  }
  const lines = [...accounts].map(([id, account]) => {
    const parent = places.parents.get(id);
    const entry = withoutEmpty({
      name: textOf(account, 'Name'),
      id,
      email: textOf(account, 'Email'),
      ou: (parent === undefined ? undefined : places.pathOf(parent)) ?? `/${notExported}`,
      joined: textOf(account, 'JoinedMethod'),
      state: textOf(account, 'State') || textOf(account, 'Status'),
      attach: attached(id),
      tags: tags.get(id) ?? {},
    });
    return JSON.stringify(entry);
  });
  return `[\n${lines.map((line) => `  ${line}`).join(',\n')}\n]\n`;
}

/** By account; the pages of one account as one. */
function readAuthorizationDetails(calls: Calls): ReadonlyMap<string, Item> {
  const lists = ['UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies'] as const;
  const accounts = new Map<string, Record<string, unknown[]>>();
  for (const { input, output } of calls.of('get-account-authorization-details')) {
    const account = textOf(input, 'AccountId');
    if (!/^\d{12}$/.test(account)) continue;
    const details = accounts.get(account) ?? Object.fromEntries(lists.map((list) => [list, []]));
    for (const list of lists) details[list]?.push(...itemsOf(output, list));
    accounts.set(account, details);
  }
  return accounts;
}

function withoutEmpty(item: Item): Item {
  return Object.fromEntries(
    Object.entries(item).filter(([, value]) => {
      if (value === '' || value === undefined) return false;
      return typeof value !== 'object' || value === null || (Array.isArray(value) ? value.length : Object.keys(value).length) > 0;
    }),
  );
}

const pretty = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
