import type { Catalog } from '../catalog/catalog';
import type { PatternElement, Policy, Statement } from '../policy/policy';
import type { Span } from '../text/span';
import { compileAction, matchAction, readRequestAction } from '../evaluation/actions';

import { classifyActions } from './actionCover';
import type { CoverClass } from './actionCover';
import type { Guard, Guardrails } from './guardrails';
import { guardVerdict } from './guardVerdict';
import type { GuardBlock } from './guardVerdict';
import type { MemberPrincipal } from './members';
import { costOf, isDue, pause } from './progress';
import type { Meter, SteppedQuery } from './progress';
import { targetsOf } from './resourceTarget';
import type { ResourceTarget } from './resourceTarget';

/** Actions of a grant that come to nothing for everybody, and why: one reason, or several for different people. */
export interface BlockedActions {
  readonly names: readonly string[];
  readonly blocks: readonly GuardBlock[];
}

/** A string of `Action`, or a whole `NotAction`, of a statement that allows. */
export interface GrantEffect {
  readonly span: Span;
  /** Undefined for `NotAction`. */
  readonly pattern: string | undefined;
  /** How many actions it is about; an action that the catalog lacks counts where it is named in full. */
  readonly total: number;
  readonly blocked: readonly BlockedActions[];
}

/** What of a policy has any effect for those who have it. */
export interface PolicyEffects {
  readonly grants: readonly GrantEffect[];
  /** How many have the policy. */
  readonly principals: number;
  /** How many decisions it took. */
  readonly decisions: number;
}

/**
 * For each action string of a policy's grants: what something above (SCPs, boundaries, RCPs where the owner of the resource is known)
 * blocks for everybody who has the policy, on every resource of the statement, whatever unknown facts are. Whoever is limited alike is
 * asked about once, and so are actions that nothing tells apart; an action is given up as soon as somebody may use it.
 */
export function* blockedActions(
  guardrails: Guardrails,
  policy: Policy,
  principals: readonly MemberPrincipal[],
  meter: Meter,
): SteppedQuery<PolicyEffects> {
  const { catalog } = guardrails.sources;
  const grants = policy.statements.flatMap((statement) => grantsOf(statement, catalog));
  meter.spent += grants.reduce((sum, { names }) => sum + names.length, 0) * 0.02;
  const work: Work = { guardrails, meter, parts: grants.map((grant) => [{ grant, names: grant.names, blocks: [] }]), decisions: 0 };
  const owners = [...new Set(grants.flatMap(({ targets }) => targets.flatMap((target) => guardrails.ownerOf(target) ?? [])))];
  const seen = new Set<string>();
  for (const [index, principal] of principals.entries()) {
    if (work.parts.every((parts) => parts.length === 0)) break;
    const guard = guardrails.guardOf(principal, owners, false);
    meter.spent += costOf.prepare * 2;
    if (isDue(meter)) yield pause(meter, index, principals.length);
    if (seen.has(guard.key)) continue;
    seen.add(guard.key);
    yield* narrow(work, guard, index, principals.length);
  }
  const effects = grants.flatMap(({ strings }, index) => strings.map((string) => effectOf(string, work.parts[index] ?? [])));
  return { grants: principals.length === 0 ? [] : effects, principals: principals.length, decisions: work.decisions };
}

/** Strings of one statement, with all actions that they are about. */
interface Grant {
  readonly strings: readonly GrantString[];
  readonly names: readonly string[];
  readonly targets: readonly ResourceTarget[];
}

interface GrantString extends Pick<GrantEffect, 'span' | 'pattern'> {
  readonly names: readonly string[];
}

/** Actions of a grant that nobody seen so far may use, and for which reasons. */
interface Part {
  readonly grant: Grant;
  readonly names: readonly string[];
  readonly blocks: readonly GuardBlock[];
}

interface Work {
  readonly guardrails: Guardrails;
  readonly meter: Meter;
  /** By grant. */
  readonly parts: (readonly Part[])[];
  decisions: number;
}

function grantsOf(statement: Statement, catalog: Catalog): readonly Grant[] {
  const { action, effect } = statement;
  const targets = targetsOf(statement);
  if (effect !== 'Allow' || action === undefined || targets.length === 0) return [];
  if (action.negated) {
    const names = namesBeside(action, catalog);
    const last = action.values.at(-1)?.span ?? action.keySpan;
    const strings = [{ span: last, pattern: undefined, names }];
    return [{ strings, names, targets }];
  }
  const strings = action.values.map(({ text, span }) => ({ span, pattern: text, names: namesOf(text, catalog) }));
  const first = strings[0]?.names ?? [];
  return [{ strings, names: strings.length === 1 ? first : sortedNames(strings.flatMap(({ names }) => names)), targets }];
}

/** The actions that a pattern means; of one that is named in full and that the catalog lacks, that name. */
export function namesOf(pattern: string, catalog: Catalog): readonly string[] {
  if (/^[^*?:\s]+:[^*?\s]+$/.test(pattern)) return [catalog.action(pattern)?.name ?? pattern];
  return catalog.expandAction(pattern);
}

/** The actions that a `NotAction` is about. */
export function namesBeside(element: PatternElement, catalog: Catalog): readonly string[] {
  const compiled = compileAction(element);
  return catalog.expandAction('*').filter((name) => matchAction(compiled, readRequestAction(name)));
}

/** Each once, those of a service together. */
function sortedNames(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

function* narrow(work: Work, guard: Guard, done: number, total: number): SteppedQuery<void> {
  for (const [index, parts] of work.parts.entries()) {
    if (parts.length === 0) continue;
    const merged = new Map<string, { readonly grant: Grant; readonly names: string[]; readonly blocks: readonly GuardBlock[] }>();
    for (const { grant, names, blocks } of parts) {
      for (const { names: alike, representative } of yield* classesFor(work, guard, names)) {
        const verdict = guardVerdict(work.guardrails, guard, representative.text, grant.targets);
        work.decisions += 1;
        work.meter.spent += costOf.decide * grant.targets.length;
        if (isDue(work.meter)) yield pause(work.meter, done, total);
        if (verdict.kind !== 'blocked') continue;
        const reasons = blocks.some(({ key }) => key === verdict.block.key) ? blocks : [...blocks, verdict.block];
        const key = reasons.map((reason) => reason.key).join('\n');
        const known = merged.get(key);
        if (known === undefined) merged.set(key, { grant, names: [...alike], blocks: reasons });
        else for (const name of alike) known.names.push(name);
      }
    }
    work.parts[index] = [...merged.values()];
  }
}

/** Actions that everything above a principal tells apart. */
export function* classesFor(
  { guardrails, meter }: Pick<Work, 'guardrails' | 'meter'>,
  guard: Guard,
  names: readonly string[],
): SteppedQuery<readonly CoverClass[]> {
  const { catalog } = guardrails.sources;
  const levels = [...guard.levels, ...[...guard.owners.values()].flat()];
  const statements = levels.flatMap(({ policies }) => policies.flatMap(({ compiled }) => compiled.statements));
  const grants = guard.levels.some(({ layer }) => layer === 'permissionsBoundary') ? guardrails.directGrants(guard.principal.account) : [];
  const elements = new Set([...statements, ...(grants === 'unknown' ? [] : grants)].flatMap(({ action }) => action ?? []));
  const hasOwners = guard.owners.size > 0;
  const namesResources = statements.some(({ resource }) => resource !== undefined && !isOnAll(resource));
  const questions = {
    asksForTypes: namesResources || hasOwners,
    serviceSignature: (service: string) => (service === 'kms' ? 'kms' : hasOwners && catalog.supportsRcp(service) ? 'rcp' : ''),
  };
  return yield* classifyActions(names, [...elements], questions, catalog, meter);
}

function isOnAll({ negated, patterns }: { readonly negated: boolean; readonly patterns: readonly { readonly kind: string }[] }): boolean {
  return !negated && patterns.some(({ kind }) => kind === 'any');
}

function effectOf({ span, pattern, names }: GrantString, parts: readonly Part[]): GrantEffect {
  const wanted = new Set(names);
  const blocked = parts.flatMap(({ names: blockedNames, blocks }) => {
    const own = blockedNames.length === 0 ? [] : blockedNames.filter((name) => wanted.has(name));
    return own.length === 0 ? [] : [{ names: own, blocks }];
  });
  return { span, pattern, total: names.length, blocked };
}
