import { boundaryOf, identityPolicies } from '../simulation/gatherPolicies';
import type { PolicyInput } from '../evaluation/request';
import type { Account } from '../organization/organization';
import { lowerPolicy } from '../policy/lowerPolicy';
import type { Statement } from '../policy/policy';
import { nodeFromValue } from '../syntax/nodeFromValue';

import type { MemberPrincipal } from './members';
import { attachedPolicies } from './openResources';
import type { OrganizationFrame } from './organizationFrame';
import { costOf, isDue, pause } from './progress';
import type { Meter, SteppedQuery } from './progress';

/** Statements by where they stand and what they say, without places in files: what two versions have in common has equal keys. */
export type Statements = ReadonlyMap<string, Statement>;

/** The statements of policies by what they say, kept by policy. */
export type StatementTexts = WeakMap<object, Statements>;

/** Statements that bear on a principal: its own policies, its boundary, the SCPs and RCPs above it. */
export function bearingStatements(frame: OrganizationFrame, principal: MemberPrincipal, texts: StatementTexts): Statements {
  const { input } = frame;
  const found = new Map<string, Statement>();
  const add = (where: string, policy: PolicyInput): void => addTo(found, where, policy, texts);
  for (const policy of identityPolicies(principal, input)) add('identity', policy);
  const boundary = boundaryOf(principal, input);
  if (boundary !== undefined) add('boundary', boundary);
  addLevels(frame, principal.account, 'scp', add);
  addLevels(frame, principal.account, 'rcp', add);
  return found;
}

type Add = (where: string, policy: PolicyInput) => void;

function addLevels(frame: OrganizationFrame, account: Account, type: 'scp' | 'rcp', add: Add): void {
  frame.controls(account, type)?.forEach((level, depth) => level.forEach((policy) => add(`${type}${depth}`, policy)));
}

// A policy that cannot be read may say anything: when only one version can be read, everything may differ.
const anything: readonly Statement[] = lowerPolicy(
  nodeFromValue({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }),
).statements;

function addTo(found: Map<string, Statement>, where: string, { name, policy }: PolicyInput, texts: StatementTexts): void {
  if (policy === undefined) {
    for (const statement of anything) found.set(`${where} ? ${name}`, statement);
    return;
  }
  let known = texts.get(policy);
  if (known === undefined) {
    known = new Map(policy.statements.map((statement) => [`${policy.version ?? ''} ${meaningOf(statement)}`, statement]));
    texts.set(policy, known);
  }
  for (const [text, statement] of known) found.set(`${where} ${text}`, statement);
}

/** A statement of a policy that a resource or role has. */
export interface AttachedStatement {
  readonly arn: string;
  readonly statement: Statement;
}

/** The statements of resource and trust policies, by resource and text. */
export function* attachedStatements(
  { sources: { organization }, input }: OrganizationFrame,
  meter: Meter,
): SteppedQuery<ReadonlyMap<string, AttachedStatement>> {
  const found = new Map<string, AttachedStatement>();
  for (const account of organization.accounts) {
    for (const { arn, policy: reference } of attachedPolicies(account)) {
      const policy = reference === undefined ? undefined : input(reference, arn).policy;
      for (const statement of policy?.statements ?? anything) {
        const text = policy === undefined ? '?' : `${policy.version ?? ''} ${meaningOf(statement)}`;
        found.set(`${arn} ${text}`, { arn, statement });
      }
      meter.spent += costOf.compile;
      if (isDue(meter)) yield pause(meter, 0, organization.accounts.length);
    }
  }
  return found;
}

/**
 * The statements of RCPs, by account, level and text: they limit callers from everywhere, so the RCPs of other accounts bear on a
 * principal as well. Accounts below the same RCPs are one.
 */
export function* resourceControlStatements(frame: OrganizationFrame, texts: StatementTexts, meter: Meter): SteppedQuery<Statements> {
  const { accounts } = frame.sources.organization;
  const found = new Map<string, Statement>();
  for (const account of accounts) {
    addLevels(frame, account, 'rcp', (where, policy) => addTo(found, `${account.id} ${where}`, policy, texts));
    meter.spent += costOf.account;
    if (isDue(meter)) yield pause(meter, 0, accounts.length);
  }
  return found;
}

/** What only one of the two has. */
export function differences<Item>(one: ReadonlyMap<string, Item>, other: ReadonlyMap<string, Item>): readonly Item[] {
  const found: Item[] = [];
  for (const [key, item] of one) if (!other.has(key)) found.push(item);
  for (const [key, item] of other) if (!one.has(key)) found.push(item);
  return found;
}

/** What a statement says, without where it stands and what it is called. */
function meaningOf({ effect, principal, action, resource, conditions }: Statement): string {
  const list = (element: Statement['action']) => element && [element.negated, ...element.values.map(({ text }) => text).sort()];
  return JSON.stringify([
    effect,
    principal && [principal.negated, ...principal.values.map(({ type, text }) => `${type} ${text}`).sort()],
    list(action),
    list(resource),
    conditions.map(({ operator, key, values }) => [operator.text, key.text, ...values.map(({ text }) => text)]),
  ]);
}
