import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver-types';

import { policiesMembers } from '../../core/simulation/checkTests';
import { testFileMembers, testMembers } from '../../core/simulation/readTests';
import { message } from '../../core/text/message';
import type { Message } from '../../core/text/message';

import { keyItem, rawItem } from '../completion/completionItem';
import type { Proposal } from '../completion/completionItem';
import type { ServiceContext } from '../serviceContext';

import { fieldPath } from './testPlace';
import type { TestPlace } from './testPlace';

/** What a member of a test file means, in a sentence, and the snippet of its value. */
export interface TestKey {
  readonly means: Message;
  readonly value: string;
}

/** The members of a test file by the path of what holds them (product.md 4). */
export const testKeys: Readonly<Record<string, Readonly<Record<string, TestKey>>>> = {
  '': {
    organization: key(message('The manifest of the organization that is asked. Left out: the nearest one upwards.'), '"$1"'),
    policies: key(message('Policies for tests without an organization.'), '{\n\t"identityPolicies": ["$1"]\n}'),
    context: key(message('Context keys that every request of the file carries.'), '{\n\t"$1": "$2"\n}'),
    contextIsComplete: key(message('`true`: a key that is not given is absent. `false`: it is unknown.'), '${1|false,true|}'),
    tests: key(message('The tests: requests with the decision that is expected.'), '[\n\t$1\n]'),
  },
  tests: {
    name: key(message('What is so, in a sentence; reports show it.'), '"$1"'),
    principal: key(
      message('Who asks: `ACCOUNT/user/NAME`, `ACCOUNT/role/NAME`, `ACCOUNT/root`, `permission-set/NAME@ACCOUNT`, or an ARN.'),
      '"$1"',
    ),
    action: key(message('What is asked for, or a list: every combination is one case.'), '"$1"'),
    resource: key(
      message('On what: an ARN, or a list; `*` for an action without resource types, which is what a test without it means.'),
      '"$1"',
    ),
    resourceAccount: key(
      message('The account that owns the resource, by name or id. Left out: as the ARN or the organization says.'),
      '"$1"',
    ),
    context: key(message('Context keys of this request, over those of the file.'), '{\n\t"$1": "$2"\n}'),
    contextIsComplete: key(message('`true`: a key that is not given is absent. `false`: it is unknown.'), '${1|false,true|}'),
    expect: key(message('The decision that is expected.'), '"$1"'),
    by: key(message('The statement that has to decide: `FILE#SID` or `FILE#INDEX`, `FILE#INLINE POLICY#INDEX`, `ARN#INDEX`.'), '"$1"'),
  },
  policies: {
    identityPolicies: key(message('Policies of the caller, those of its groups among them.'), '["$1"]'),
    permissionsBoundary: key(message('The permissions boundary of the caller. Left out: it has none.'), '"$1"'),
    sessionPolicies: key(message('Policies passed with the session. Left out: none were.'), '["$1"]'),
    resourcePolicy: key(message('The policy of the resource itself.'), '"$1"'),
    serviceControlPolicies: key(message('SCPs, one list for each level, root first. Left out: not in an organization.'), '[["$1"]]'),
    resourceControlPolicies: key(message('RCPs above the owner of the resource, one list for each level.'), '[["$1"]]'),
    vpcEndpointPolicies: key(message('Policies of the VPC endpoint that the request goes through.'), '["$1"]'),
    managementAccount: key(message('Its principals are exempt from SCPs, and its resources from RCPs.'), '"$1"'),
  },
};

function key(means: Message, value: string): TestKey {
  return { means, value };
}

const orders: Readonly<Record<string, readonly string[]>> = { '': testFileMembers, tests: testMembers, policies: policiesMembers };

/** Members that the object at the cursor has not yet, with their values to fill in. */
export function completeKeys(place: TestPlace, { translate }: ServiceContext): readonly CompletionItem[] {
  const holder = fieldPath(place.path);
  const taken = new Set(place.members);
  const known = testKeys[holder] ?? {};
  return (orders[holder] ?? []).flatMap((label, index) => {
    const found = known[label];
    if (found === undefined || taken.has(label)) return [];
    const proposal: Proposal = {
      label,
      kind: CompletionItemKind.Property,
      detail: translate(found.means),
      rank: String(index).padStart(2, '0'),
      continues: !found.value.startsWith('${'),
    };
    return keyItem(place, proposal, found.value);
  });
}

/** Whole tests, where one may stand and nothing is written yet. */
export function completeWholeTests(place: TestPlace, { translate }: ServiceContext): readonly CompletionItem[] {
  if (place.quotes !== 'none') return [];
  const expect = '"expect": "${5|allowed,implicitDeny,explicitDeny,denied,undetermined|}"';
  const head = '{\n\t"name": "${1:what is so}",\n\t"principal": "$2"';
  const one = `${head},\n\t"action": "$3",\n\t"resource": "\${4:*}"`;
  const several = `${head},\n\t"action": ["$3"],\n\t"resource": ["\${4:*}"]`;
  const context = '"context": { "${6:aws:SecureTransport}": "${7:true}" }';
  const whole: readonly (readonly [string, Message, string])[] = [
    ['test', message('one request and what is expected'), `${one},\n\t${expect}\n}`],
    ['test with context', message('a request that carries context keys'), `${one},\n\t${context},\n\t${expect}\n}`],
    ['several actions and resources', message('every combination is one case'), `${several},\n\t${expect}\n}`],
  ];
  return whole.map(([label, means, snippet], index) =>
    rawItem(place, { label, kind: CompletionItemKind.Snippet, detail: translate(means), rank: String(index) }, snippet),
  );
}

/** A file with one test, where nothing stands at all. */
export function completeWholeFile(place: TestPlace, { translate }: ServiceContext): readonly CompletionItem[] {
  const test =
    '{\n\t\t\t"name": "${1:what is so}",\n\t\t\t"principal": "$2",\n\t\t\t"action": "$3",\n\t\t\t"resource": "${4:*}",\n\t\t\t"expect": "${5|allowed,implicitDeny,explicitDeny,denied,undetermined|}"\n\t\t}';
  const detail = translate(message('a file with one test'));
  return [rawItem(place, { label: 'tests', kind: CompletionItemKind.Snippet, detail, rank: '0' }, `{\n\t"tests": [\n\t\t${test}\n\t]\n}`)];
}
