import type { Action, Catalog } from '../catalog/catalog';
import type { RequestAction } from '../evaluation/actions';
import { absentSlot, createContext, lookUp } from '../evaluation/context';
import { fitsAction, prepareRequest } from '../evaluation/prepareRequest';
import { compileResourcePattern, concernsService, matchResourcePattern } from '../evaluation/resources';
import type { ResourcePattern } from '../evaluation/resources';
import { repairsResourcePolicy } from '../evaluation/serviceRules/policyKinds';
import { no } from '../evaluation/ternary';
import { parseArn } from '../policy/arn';
import type { Statement } from '../policy/policy';

import { covers } from './actionReach';
import type { ReachingElement } from './actionReach';

// Requests of one principal that nothing tells apart get one decision: no statement covers one action and not the other, no pattern
// one resource and not the other, no rule of AWS names one of them, and nothing in the context follows from what differs.

/** Actions that are decided alike on equal resources, and that have the same resource types. */
export interface ActionClass {
  readonly actions: readonly RequestAction[];
  readonly representative: RequestAction;
  readonly known: Action | undefined;
  /** Equal for classes that are decided alike on equal resources, whatever their resource types. */
  readonly key: string;
}

/** What covers an action and what else is asked of it (`key`), and what its resource types are. */
export function classKeys(
  action: RequestAction,
  known: Action | undefined,
  elements: readonly ReachingElement[],
  signature: string,
): { readonly key: string; readonly types: string } {
  let key = '';
  for (const element of elements) key += covers(element, action, known !== undefined) ? '1' : '0';
  const types = known?.resourceTypes.map(({ name }) => name).join() ?? '?';
  return { key: `${key} ${signature}`, types: `${action.service} ${types}` };
}

// Somebody asks for nothing in particular, and for something of another account.
const caller = '111122223333';
const placeOf = (name: string) => ({ organizationId: `o-${name}`, organizationPath: `o-${name}/r-${name}/` });

/**
 * What AWS's rules and the context make of an action beside all policies: how probing requests come out. `keys` are the context keys that
 * policies ask for, in lower case.
 */
export function actionSignature(catalog: Catalog, action: RequestAction, keys: readonly string[]): string {
  const probe = (resource: string): string => {
    const asked = { principal: `arn:aws:iam::${caller}:user/probe`, action: action.text, resource, context: {}, contextIsComplete: false };
    const prepared = prepareRequest(asked, {
      catalog,
      managementAccount: '222233334444',
      principalInOrganization: true,
      resourceInOrganization: true,
      principal: placeOf('caller'),
      resource: placeOf('owner'),
      principalTags: {},
      resourceTags: {},
    });
    // Rules that ask for more than the action are for single actions.
    const isSpecial =
      prepared.mayBeLimited || prepared.resourcePolicyMustGrant || prepared.alwaysAllowed || repairsResourcePolicy(action, true);
    if (isSpecial) return action.full;
    const { rcpReachesAction, sameAccount, resourceAccount, resource: named, context } = prepared;
    const slots = keys
      .map((key) => lookUp(context, key))
      .map(({ state, values, multivalued }) => `${state}${multivalued} ${values.join()}`);
    return [rcpReachesAction, sameAccount, resourceAccount, named.knownArn?.text, named.mayBeUndocumented, ...slots].join(';');
  };
  return `${probe('*')} ${probe('arn:aws:probe::444455556666:probe/probe')}`;
}

/** The context keys that some statements ask for, in conditions and variables, in lower case. */
export function keysOf(statements: readonly Statement[]): readonly string[] {
  const keys = new Set<string>();
  const addVariables = (text: string): void => {
    for (const [, name = ''] of text.matchAll(/\$\{\s*([^,}\s]+)/g)) keys.add(name.toLowerCase());
  };
  for (const { conditions, resource } of statements) {
    for (const { key, values } of conditions) {
      keys.add(key.text.toLowerCase());
      for (const { text } of values) addVariables(text);
    }
    for (const { text } of resource?.values ?? []) addVariables(text);
  }
  return [...keys].sort();
}

// Services of whose resources some are special to AWS: each of theirs is like no other.
const specialResources: ReadonlySet<string> = new Set(['iam', 'kms', 'organizations', 's3', 'sts']);

/** The resource patterns of some statements, to tell resources apart. */
export interface PatternSet {
  readonly plain: readonly ResourcePattern[];
  /** Patterns with variables, each variable standing for anything. */
  readonly open: readonly ResourcePattern[];
}

/** Gathers the patterns that tell resources apart; `*` tells none. */
export function patternsOf(statements: readonly Statement[]): PatternSet {
  const texts = new Set(statements.flatMap(({ resource }) => resource?.values.map(({ text }) => text) ?? []));
  const plain: ResourcePattern[] = [];
  const open: ResourcePattern[] = [];
  for (const text of texts) {
    const hasVariable = text.includes('${');
    const pattern = compileResourcePattern(hasVariable ? text.replace(/\$\{[^}]*\}?/g, '*') : text, false);
    if (hasVariable) open.push(pattern);
    else if (pattern.kind === 'arn') plain.push(pattern);
  }
  return { plain, open };
}

const noContext = createContext(new Map(), () => absentSlot, undefined);

/** What tells a resource from others, for whichever action; its text where it is like no other. */
export function resourceKey({ plain, open }: PatternSet, resource: string): string {
  const arn = parseArn(resource);
  if (arn === undefined) return resource;
  const asked = { text: resource, arn, fitsAction: true, knownArn: undefined, mayBeUndocumented: false, service: arn.service };
  const covered = (pattern: ResourcePattern): boolean => matchResourcePattern(pattern, asked, noContext, 'identity') !== no;
  if (specialResources.has(arn.service) || open.some(covered)) return resource;
  return `${arn.partition}:${arn.region}:${arn.account} ${plain.map((pattern) => (covered(pattern) ? '1' : '0')).join('')}`;
}

/** What tells an action on a resource from others with the same keys: whether it works on it, or what AWS may authorise it on. */
export function fitKey(catalog: Catalog, { plain, open }: PatternSet, { representative, known }: ActionClass, resource: string): string {
  const arn = parseArn(resource);
  if (arn !== undefined) return String(fitsAction(catalog, known, arn));
  const concerned = (pattern: ResourcePattern): string =>
    pattern.kind === 'any' || concernsService(pattern, representative.service) ? '1' : '0';
  return [...plain, ...open].map(concerned).join('');
}
