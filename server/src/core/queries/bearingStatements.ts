import { boundaryOf, identityPolicies } from '../simulation/gatherPolicies';
import type { PolicyInput } from '../evaluation/request';
import type { Account } from '../organization/organization';
import { lowerPolicy } from '../policy/lowerPolicy';
import type { Policy, Statement } from '../policy/policy';
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
  return new Map([...ownStatements(ownPolicies(frame, principal), texts), ...controlStatements(frame, principal.account, texts)]);
}

/** What a principal itself has attached. */
export interface OwnPolicies {
  readonly identity: readonly PolicyInput[];
  readonly boundary: PolicyInput | undefined;
}

/** The policies of a principal's own. */
export function ownPolicies({ input }: OrganizationFrame, principal: MemberPrincipal): OwnPolicies {
  return { identity: identityPolicies(principal, input), boundary: boundaryOf(principal, input) };
}

/** The statements of a principal's own policies. */
export function ownStatements({ identity, boundary }: OwnPolicies, texts: StatementTexts): Statements {
  const found = new Map<string, Statement>();
  for (const policy of identity) addTo(found, 'identity', policy, texts);
  if (boundary !== undefined) addTo(found, 'boundary', boundary, texts);
  // Without a boundary everything is within it: one that comes or goes may change every action.
  else for (const statement of anything) found.set('boundary none', statement);
  return found;
}

/** A root, five levels of OUs and an account. <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html> */
const mostLevels = 7;

/**
 * The statements of the SCPs and RCPs above an account. A level that lets everything pass is like no level at all, and where a denial stands
 * makes no difference; any other allow of an SCP is one of its level.
 */
export function controlStatements(frame: OrganizationFrame, account: Account, texts: StatementTexts): Statements {
  const found = new Map<string, Statement>();
  const levels = frame.controls(account, 'scp') ?? [];
  for (let depth = 0; depth < Math.max(levels.length, mostLevels); depth++) {
    const level = levels[depth];
    if (level === undefined) for (const statement of anything) found.set(`scp${depth} passes`, statement);
    else for (const policy of level) addControl(found, `scp${depth}`, policy, texts);
  }
  addResourceControls(found, frame, account, '', texts);
  return found;
}

function addControl(found: Map<string, Statement>, where: string, input: PolicyInput, texts: StatementTexts): void {
  if (input.policy === undefined) return addTo(found, where, input, texts);
  for (const [text, statement] of textsOf(input.policy, texts)) {
    if (statement.effect === 'Deny') found.set(`scp denies ${text}`, statement);
    else found.set(isFullAccess(statement) ? `${where} passes` : `${where} ${text}`, statement);
  }
}

function isFullAccess({ effect, action, resource, conditions }: Statement): boolean {
  const isAll = (element: Statement['action']) => element?.negated === false && element.values.some(({ text }) => text === '*');
  return effect === 'Allow' && isAll(action) && isAll(resource) && conditions.length === 0;
}

/** An RCP can only deny. */
function addResourceControls(
  found: Map<string, Statement>,
  frame: OrganizationFrame,
  account: Account,
  prefix: string,
  texts: StatementTexts,
): void {
  frame.controls(account, 'rcp')?.forEach((level, depth) => {
    for (const input of level) {
      if (input.policy === undefined) addTo(found, `${prefix}rcp${depth}`, input, texts);
      else
        for (const [text, statement] of textsOf(input.policy, texts))
          if (statement.effect !== 'Allow') found.set(`${prefix}rcp ${text}`, statement);
    }
  });
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
  for (const [text, statement] of textsOf(policy, texts)) found.set(`${where} ${text}`, statement);
}

function textsOf(policy: Policy, texts: StatementTexts): Statements {
  const known = texts.get(policy);
  if (known !== undefined) return known;
  const created = new Map(policy.statements.map((statement) => [`${policy.version ?? ''} ${meaningOf(statement)}`, statement]));
  texts.set(policy, created);
  return created;
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
    addResourceControls(found, frame, account, `${account.id} `, texts);
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

/** A statement that only one version has, or that may come out differently in both. */
export interface ChangedStatement {
  readonly statement: Statement;
  readonly side: 'then' | 'now' | 'both';
  /** Where it stands and what it says apart from its actions: an action that both versions cover with the same is not concerned. */
  readonly body: string;
}

/** The statements that only one of the two has. */
export function changedStatements(one: Statements, other: Statements): readonly ChangedStatement[] {
  const found: ChangedStatement[] = [];
  for (const [key, statement] of one) if (!other.has(key)) found.push({ statement, side: 'then', body: bodyOf(key, statement) });
  for (const [key, statement] of other) if (!one.has(key)) found.push({ statement, side: 'now', body: bodyOf(key, statement) });
  return found;
}

/** A statement that may come out differently though it stayed the same. */
export function reconsidered(statement: Statement): ChangedStatement {
  return { statement, side: 'both', body: '' };
}

function bodyOf(key: string, statement: Statement): string {
  const meaning = meaningOf(statement);
  const isPlain = key.endsWith(meaning);
  // No boundary, and a level that lets everything pass, say as much as a statement there that allows everything.
  const place = isPlain ? key.slice(0, -meaning.length) : key.replace(/^(scp\d+) passes$|^(boundary) none$/, '$1$2 2012-10-17 ');
  return place + meaningOf({ ...statement, action: undefined });
}

/** What a statement says, without where it stands and what it is called. */
export function meaningOf({ effect, principal, action, resource, conditions }: Statement): string {
  const list = (element: Statement['action']) => element && [element.negated, ...element.values.map(({ text }) => text).sort()];
  return JSON.stringify([
    effect,
    principal && [principal.negated, ...principal.values.map(({ type, text }) => `${type} ${text}`).sort()],
    list(action),
    list(resource),
    conditions.map(({ operator, key, values }) => [operator.text, key.text, ...values.map(({ text }) => text)]),
  ]);
}
