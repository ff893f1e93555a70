import { isRecord } from '../catalog/catalogData';
import { message } from '../text/message';
import type { Message } from '../text/message';

import { callsOf, itemsOf, linesOf, parsed, readLines, recognise, textOf } from './awsCalls';
import type { Calls, ImportProblem, Item, NamedCall } from './awsCalls';
import { handshakesText } from './importAwsHandshakes';
import { identityCenterText } from './importAwsIdentityCenter';
import { readPlaces } from './importAwsPlaces';
import type { Places } from './importAwsPlaces';
import { createAttachments, enabledTypes, notExported, readPolicies } from './importAwsPolicies';
import type { Attachments, ImportedPolicy } from './importAwsPolicies';
import { LateTexts } from './lateTexts';

export { notExported } from './importAwsPolicies';

/** An organization that AWS described, in the native layout. */
export interface ImportedOrganization {
  /** By path relative to the organization's folder; none when the outputs describe no organization. */
  readonly files: ReadonlyMap<string, string>;
  readonly problems: readonly ImportProblem[];
}

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
  const handshakes = handshakesText(calls);
  if (handshakes !== undefined) files.set('handshakes.jsonc', handshakes);
  const identityCenter = identityCenterText(calls, notExported);
  if (identityCenter !== undefined) files.set('identity-center.jsonc', identityCenter);
  files.set('accounts.jsonc', accountsText(calls, places, attached));
  files.set('organization.jsonc', pretty(manifestOf(calls, root, places, policies, attached, files)));
  return { files, problems };
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
