import { isRecord } from '../catalog/catalogData';

import { itemsOf, parsed, textOf } from './awsCalls';
import type { Call, Calls, Item } from './awsCalls';

/**
 * `identity-center.jsonc` out of calls of `aws sso-admin`; undefined when there are none. What was not asked stays unknown, but for the
 * boundary: AWS answers with an error where there is none, so then there is no output.
 */
export function identityCenterText(calls: Calls, unknown: string): string | undefined {
  const arns = new Map<string, string>();
  const names = new Map<string, string>();
  const described = new Map<string, Item>();
  const listed = (call: Call): void => {
    const list = call.output['PermissionSets'];
    for (const arn of Array.isArray(list) ? list : []) if (typeof arn === 'string') arns.set(keyOf(arn), arn);
  };
  for (const operation of ['list-permission-sets', 'list-permission-sets-provisioned-to-account']) calls.of(operation).forEach(listed);
  for (const { input, output } of calls.of('describe-permission-set')) {
    const set = output['PermissionSet'];
    if (!isRecord(set)) continue;
    const arn = textOf(set, 'PermissionSetArn') || textOf(input, 'PermissionSetArn');
    if (textOf(set, 'Name') === '') continue;
    described.set(keyOf(arn), set);
    names.set(keyOf(arn), textOf(set, 'Name'));
    arns.set(keyOf(arn), arn);
  }
  const assigned = calls.all('list-account-assignments', 'AccountAssignments');
  for (const { input, item } of assigned) arns.set(keyOf(setOf(input, item)), setOf(input, item));
  arns.delete('');
  if (arns.size === 0) return undefined;
  const about = createLookup(calls);
  const sets = [...arns.keys()].map((key) => setEntry(key, names.get(key) ?? key, described.get(key) ?? {}, about, unknown));
  const assignments = assigned.flatMap(({ input, item }) => {
    const key = keyOf(setOf(input, item));
    const account = textOf(item, 'AccountId') || textOf(input, 'AccountId');
    if (key === '' || account === '') return [];
    const to = { principal: textOf(item, 'PrincipalId'), principalType: textOf(item, 'PrincipalType') };
    return [withoutEmpty({ permissionSet: names.get(key) ?? key, account, ...to })];
  });
  const region = [...calls.of('list-permission-sets'), ...calls.of('describe-permission-set')].map(({ input }) => textOf(input, 'Region'));
  const document = { ...withoutEmpty({ region: region.find((name) => name !== '') }), permissionSets: sets, assignments };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** The calls about a set, by its key; undefined: nobody asked. */
type Lookup = (operation: string, key: string) => readonly Call[] | undefined;

function createLookup(calls: Calls): Lookup {
  const byOperation = new Map<string, Map<string, Call[]>>();
  return (operation, key) => {
    let byKey = byOperation.get(operation);
    if (byKey === undefined) {
      byKey = new Map();
      for (const call of calls.of(operation)) {
        const own = keyOf(textOf(call.input, 'PermissionSetArn'));
        byKey.set(own, [...(byKey.get(own) ?? []), call]);
      }
      byOperation.set(operation, byKey);
    }
    return byKey.get(key);
  };
}

function setEntry(key: string, name: string, set: Item, about: Lookup, unknown: string): Item {
  const managed = about('list-managed-policies-in-permission-set', key);
  const own = about('list-customer-managed-policy-references-in-permission-set', key);
  const inline = about('get-inline-policy-for-permission-set', key);
  const references = [...(own ?? []).flatMap(({ output }) => itemsOf(output, 'CustomerManagedPolicyReferences')), ...referencesIn(set)];
  return withoutEmpty({
    name,
    description: textOf(set, 'Description'),
    managed: managed?.flatMap(({ output }) =>
      itemsOf(output, 'AttachedManagedPolicies').map((policy) => textOf(policy, 'Arn') || unknown),
    ) ?? [unknown],
    customerManaged: own === undefined && references.length === 0 ? [unknown] : references.map(nameOf),
    inline: inline === undefined ? unknown : inlineOf(inline, unknown),
    boundary: boundaryOf(about('get-permissions-boundary-for-permission-set', key)?.at(-1)?.output ?? set),
    sessionDuration: textOf(set, 'SessionDuration'),
    relayState: textOf(set, 'RelayState'),
  });
}

/** Some tools put the references into the set itself. */
function referencesIn(set: Item): readonly Item[] {
  return itemsOf(set, 'CustomerManagedPolicyReferences');
}

/** The document; empty where there is none. */
function inlineOf(calls: readonly Call[], unknown: string): unknown {
  const policy = calls.at(-1)?.output['InlinePolicy'];
  if (isRecord(policy)) return policy;
  if (typeof policy !== 'string' || policy.trim() === '') return undefined;
  const document = parsed(policy);
  return isRecord(document) ? document : unknown;
}

function boundaryOf(output: Item): string | undefined {
  const boundary = output['PermissionsBoundary'];
  if (!isRecord(boundary)) return undefined;
  const own = boundary['CustomerManagedPolicyReference'];
  return textOf(boundary, 'ManagedPolicyArn') || (isRecord(own) ? textOf(own, 'Name') : undefined);
}

/** A path is written before the name, without its first slash. */
function nameOf(reference: Item): string {
  return `${textOf(reference, 'Path').replace(/^\//, '')}${textOf(reference, 'Name')}`;
}

function setOf(input: Item, item: Item): string {
  return textOf(item, 'PermissionSetArn') || textOf(input, 'PermissionSetArn');
}

/** `ps-…`, the last part of an ARN. */
function keyOf(arn: string): string {
  return arn.split('/').at(-1) ?? '';
}

function withoutEmpty(item: Item): Item {
  return Object.fromEntries(
    Object.entries(item).filter(([, value]) => value !== '' && value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
}
