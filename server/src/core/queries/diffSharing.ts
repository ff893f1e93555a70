import type { Catalog } from '../catalog/catalog';
import type { CompiledStatement } from '../evaluation/compile';
import type { PreparedRequest } from '../evaluation/prepareRequest';
import type { PolicyInput } from '../evaluation/request';
import type { Statement } from '../policy/policy';

import type { OwnPolicies } from './bearingStatements';
import { callerSignature, dependencesOf, joinDependences, noDependences } from './callerDependence';
import type { CallerDependences } from './callerDependence';
import type { AccountPair } from './diffAccounts';
import { isRelevant, numberOf } from './diffReached';
import type { ReachFinder, ReachedActions } from './diffReached';
import type { MemberPrincipal } from './members';
import { exampleResources, namedExample } from './exampleResources';
import type { OrganizationFrame } from './organizationFrame';
import { costOf } from './progress';
import type { Meter, SteppedQuery } from './progress';
import { anyRequest } from './sweepWork';

// Principals of whichever account get one answer when nothing tells them apart: they have the same statements in the same places, are the
// same sort of principal, whatever statements ask of them comes out the same, and no statement or resource names the account of one of them.

/** What a principal's own policies say about the actions that an edit reaches. */
export interface OwnRelevance {
  /** The relevant statements with their places, as a text. */
  readonly key: string;
  readonly statements: readonly Statement[];
  readonly dependences: CallerDependences;
}

/** Of a principal's own policies, what covers an action that the edit reaches. */
export function* ownRelevance(
  { identity, boundary }: OwnPolicies,
  finder: ReachFinder,
  reached: ReachedActions,
  frame: OrganizationFrame,
  meter: Meter,
): SteppedQuery<OwnRelevance> {
  const statements: Statement[] = [];
  const compiled: CompiledStatement[] = [];
  const parts: string[] = [];
  for (const [place, { name, policy }] of [...identity, ...(boundary === undefined ? [] : [boundary])].entries()) {
    if (boundary !== undefined && place === identity.length) parts.push('boundary');
    if (policy === undefined) {
      parts.push(`${place}? ${name ?? ''}`);
      continue;
    }
    for (const statement of frame.compile(policy).statements) {
      const { source } = statement;
      if (!(yield* isRelevant(finder, reached, source, meter))) continue;
      parts.push(`${place}.${source.index}${source.sid?.text ?? ''}:${policy.version ?? ''}:${numberOf(finder.numbers, source)}`);
      statements.push(source);
      compiled.push(statement);
    }
    meter.spent += costOf.caller;
  }
  return { key: parts.join(' '), statements, dependences: dependencesOf(compiled, 'identity') };
}

/** What can tell principals apart on whom the same statements bear. */
export interface Differences {
  readonly dependences: CallerDependences;
  /** Accounts that a statement, or a resource that one names, is about. */
  readonly named: ReadonlySet<string>;
  /** A pattern may match a part of an account's number, so that every account may be one of its own. */
  readonly everyAccount: boolean;
  /** Resources that are tried, as those of the account `nobody`, and what contains them. */
  readonly examples: ReadonlySet<string>;
  /** Those whose policies, if they have any, are among the dependences. */
  readonly examined: ReadonlySet<string>;
}

const nobody = '000000000000';
const scope = { partition: 'aws', account: nobody, region: 'us-east-1' };
const noContext = { context: {}, contextIsComplete: true };

/** Finds what can tell principals apart: what statements, and the policies of resources that they name, ask and name. */
export function differencesOf(
  frames: readonly OrganizationFrame[],
  catalog: Catalog,
  statements: readonly Statement[],
  attached: readonly string[],
  reached: ReachedActions,
  parts: readonly CallerDependences[],
): Differences {
  const texts = [...new Set([...statements.flatMap(textsOf), ...attached])];
  const named = new Set(texts.flatMap((text) => text.match(/\d{12}/g) ?? []));
  const dependences = [...parts];
  const examined = new Set(texts.filter((text) => text.startsWith('arn:')).flatMap((text) => examplesOf(catalog, text)));
  const action = reached.actions[0]?.text ?? '';
  for (const resource of examined) {
    for (const frame of frames) {
      const { owner, ownerFrame, resource: level } = frame.request({ action, resource, ...noContext });
      if (owner.listed !== undefined && owner.accountId !== undefined) named.add(owner.accountId);
      if (ownerFrame !== undefined) dependences.push(ownerFrame.rcp.dependences);
      const policies = level?.policies.flatMap(({ compiled }) => compiled.statements) ?? [];
      if (policies.length > 0) dependences.push(dependencesOf(policies, 'resource'));
    }
  }
  return {
    dependences: joinDependences(dependences),
    named,
    everyAccount: texts.some((text) => /[*?]\d{1,11}(?=[*?:]|$)|(?:^|:)\d{1,11}[*?]/.test(text)),
    examples: new Set(
      [...templateExamples(catalog, reached), ...examined].flatMap((resource) => [resource, resource.replace(/\/.*$/, '')]),
    ),
    examined,
  };
}

function examplesOf(catalog: Catalog, pattern: string): readonly string[] {
  const { resource, deeper } = namedExample(catalog, pattern, scope);
  return deeper === undefined ? [resource] : [resource, deeper.resource];
}

const templates = new WeakMap<ReachedActions, ReadonlySet<string>>();

function templateExamples(catalog: Catalog, reached: ReachedActions): ReadonlySet<string> {
  const known = templates.get(reached);
  if (known !== undefined) return known;
  const found = new Set(reached.actions.flatMap(({ text }) => exampleResources(catalog, text, [], scope).map(({ resource }) => resource)));
  templates.set(reached, found);
  return found;
}

function textsOf({ principal, resource, conditions }: Statement): readonly string[] {
  return [
    ...(principal?.values ?? []).map(({ text }) => text),
    ...(resource?.values ?? []).map(({ text }) => text),
    ...conditions.flatMap(({ values }) => values.map(({ text }) => text)),
  ];
}

/** What sort of principal it is, where it lives and how everything that is asked of it comes out: equal texts are decided alike. */
export function signatureOf(
  sides: readonly { readonly frame: OrganizationFrame; readonly principal: MemberPrincipal }[],
  { then, now, hasMoved }: AccountPair,
  { dependences, named, everyAccount, examples }: Differences,
  meter: Meter,
): string {
  const [before, after] = sides;
  if (before === undefined || after === undefined) return '';
  const { account, arn, kind } = before.principal;
  const { managementAccount } = before.frame.sources.organization;
  const has = (resource: string): boolean => examples.has(resource.replace(account.id, nobody));
  const lists = [then, now].some(
    ({ account: { resources, resourcesAreBroken, principals } }) =>
      resourcesAreBroken || resources.some((resource) => has(resource.arn)) || principals.roles.some((role) => has(role.arn)),
  );
  const isItsOwn = everyAccount || lists || named.has(account.id) || account.id === managementAccount;
  const sort = [kind, arn.slice(4, arn.indexOf(':', 4)), arn.includes(':role/aws-service-role/'), isItsOwn ? account.id : ''];
  const facts = [then.isDelegatedAdministrator, now.isDelegatedAdministrator, then.place === undefined, now.place === undefined];
  if (dependences === noDependences) return [...sort, ...facts].join();
  const asked = hasMoved || !haveSameTags(before.principal, after.principal) ? [before, after] : [before];
  const answers = asked.map(({ frame, principal }): string => {
    meter.spent += costOf.prepare * 2;
    const prepared: PreparedRequest = frame.prepare(principal, frame.account(principal.account), anyRequest);
    return callerSignature(dependences, prepared, principal.account.id);
  });
  return [...sort, ...facts, ...answers].join();
}

/** Whether a principal has the same tags in both versions. */
export function haveSameTags(one: MemberPrincipal, other: MemberPrincipal): boolean {
  const tags = (principal: MemberPrincipal): Readonly<Record<string, string>> | undefined =>
    principal.kind === 'user' ? principal.user.tags : principal.kind === 'role' ? principal.role.tags : undefined;
  const [before, after] = [tags(one), tags(other)];
  return before === after || JSON.stringify(before) === JSON.stringify(after);
}

/** Whether the policies of a principal's own are the very same. */
export function haveSamePolicies(one: OwnPolicies, other: OwnPolicies): boolean {
  const same = (a: PolicyInput | undefined, b: PolicyInput | undefined): boolean => a?.policy === b?.policy && a?.name === b?.name;
  const bothReadable = [one, other].every(({ identity }) => identity.every(({ policy }) => policy !== undefined));
  return (
    bothReadable &&
    one.identity.length === other.identity.length &&
    one.identity.every((policy, index) => same(policy, other.identity[index])) &&
    same(one.boundary, other.boundary)
  );
}
