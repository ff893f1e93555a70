import { problemOfAction } from '../checkRequest';
import type { Action, Catalog } from '../../catalog/catalog';
import { matchAction, readRequestAction } from '../../evaluation/actions';
import type { CompiledStatement } from '../../evaluation/compile';
import type { Layer } from '../../evaluation/decision';

/** Actions that people know, for a statement that leaves open which. RCPs reach some services only. */
const wellKnown: readonly string[] = [
  's3:GetObject',
  'ec2:RunInstances',
  'sqs:SendMessage',
  'dynamodb:GetItem',
  'kms:Decrypt',
  'secretsmanager:GetSecretValue',
  'lambda:InvokeFunction',
  'ec2:DescribeInstances',
  'iam:CreateUser',
  'sts:AssumeRole',
  'organizations:ListAccounts',
  'iam:ListUsers',
  's3:ListAllMyBuckets',
];

/** How many actions of a pattern are looked at, and how many are tried. */
const looked = 120;
const tried = 6;

/**
 * Actions that a statement covers, those that suit what it says of resources first: literal names, actions of the catalog for patterns,
 * well-known ones for what is left open. Empty: none is known.
 */
export function actionCandidates(statement: CompiledStatement, layer: Layer, catalog: Catalog): readonly string[] {
  const { action } = statement;
  if (action === undefined) return [];
  // A test that names an action which nobody knows cannot be run.
  const isKnown = (name: string): boolean => problemOfAction(name, catalog) === undefined;
  const covered = (name: string): boolean =>
    matchAction(action, readRequestAction(name)) && isReached(name, layer, catalog) && isKnown(name);
  const patterns = action.negated ? [] : action.source.values.map(({ text }) => text);
  const literal = patterns.filter((text) => /^[^*?:\s]+:[^*?\s]+$/.test(text));
  const wild = patterns.filter((text) => !literal.includes(text) && !/^\*+(:\*+)?$/.test(text));
  const expanded = wild.flatMap((text) => catalog.expandAction(text).slice(0, looked));
  const open =
    action.negated || wild.length + literal.length < patterns.length ? [...servicesOfResources(statement, catalog), ...wellKnown] : [];
  const candidates = [...new Set([...literal, ...expanded, ...open])].filter(covered);
  const fitting = candidates.filter((name) => suits(statement, catalog.action(name), catalog));
  return spread([...fitting, ...candidates.filter((name) => !fitting.includes(name))], tried);
}

function isReached(name: string, layer: Layer, catalog: Catalog): boolean {
  return layer !== 'rcp' || catalog.supportsRcp(name.split(':')[0]?.toLowerCase() ?? '');
}

/** Actions of the services that a statement's resources belong to. */
function servicesOfResources({ resource }: CompiledStatement, catalog: Catalog): readonly string[] {
  if (resource === undefined || resource.negated) return [];
  const services = new Set(resource.source.values.map(({ text }) => text.split(':')[2] ?? ''));
  return [...services].flatMap((service) => catalog.actionNames(service).slice(0, looked));
}

/** Whether an action works on a type of resource that the statement may name; with all resources any will do, best one that has a resource. */
function suits({ resource }: CompiledStatement, action: Action | undefined, catalog: Catalog): boolean {
  if (action === undefined || resource === undefined) return true;
  if (resource.negated || resource.patterns.some(({ kind }) => kind === 'any')) return true;
  return action.resourceTypes.some(({ name }) => {
    const head = catalog.resourceType(action.service, name)?.arn.split(':')[5]?.split('${')[0];
    return head !== undefined && resource.source.values.some(({ text }) => mayBegin(text.split(':').slice(5).join(':'), head));
  });
}

/** Whether what a pattern matches may begin with a text. */
function mayBegin(pattern: string, head: string): boolean {
  const literal = pattern.split(/[*?$]/)[0] ?? '';
  return literal.startsWith(head) || (head.startsWith(literal) && literal.length < pattern.length);
}

/** Some of a list, not all from its beginning. */
function spread(names: readonly string[], count: number): readonly string[] {
  if (names.length <= count) return names;
  const half = count / 2;
  const step = (names.length - half) / half;
  const later = Array.from({ length: half }, (_, index) => names[Math.floor(half + index * step)] ?? '');
  return [...names.slice(0, half), ...later];
}

/** Actions of the same service that a statement does not cover, the nearest by name first; of a `NotAction`, those that it leaves out. */
export function neighbouringActions(statement: CompiledStatement, action: string, catalog: Catalog): readonly string[] {
  const element = statement.action;
  if (element === undefined) return [];
  const outside = (name: string): boolean => !matchAction(element, readRequestAction(name));
  const service = action.split(':')[0] ?? '';
  const known = catalog.action(action);
  const types = new Set(known?.resourceTypes.map(({ name }) => name));
  const sameResource = (name: string): boolean => {
    const own = catalog.action(name)?.resourceTypes ?? [];
    return types.size === 0 ? own.length === 0 : own.some((type) => types.has(type.name));
  };
  const leftOut = element.negated ? element.source.values.flatMap(({ text }) => catalog.expandAction(text).slice(0, 3)) : [];
  const near = catalog
    .actionNames(service)
    .filter((name) => outside(name))
    .map((name) => ({ name, shared: sharedBeginning(name, action) }))
    .sort((a, b) => b.shared - a.shared || (a.name < b.name ? -1 : 1))
    .slice(0, neighboursLookedAt)
    .map(({ name }) => ({ name, isSame: sameResource(name) }))
    .sort((a, b) => Number(b.isSame) - Number(a.isSame))
    .map(({ name }) => name);
  return [...leftOut.filter(outside), ...near].slice(0, 3);
}

/** The nearest by name, among which those that work on the same come first. */
const neighboursLookedAt = 24;

function sharedBeginning(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
