import type { Action, Catalog, ResourceType } from '../catalog/catalog';
import { resourceTypesOfArn } from '../catalog/resourceArn';
import { splitArn } from '../policy/arn';
import type { Statement } from '../policy/policy';
import { compileAction, matchAction, readRequestAction } from '../evaluation/actions';
import type { CompiledAction } from '../evaluation/actions';

/** Whose resources stand for "some resource". */
export interface ResourceScope {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** Owns what AWS Organizations keeps. */
  readonly managementAccount?: string | undefined;
}

/** A resource that a pattern of a policy, or a template of the catalog, names. */
export interface ExampleResource {
  /** The pattern or template. */
  readonly pattern: string;
  /** What stands for it in a request. */
  readonly resource: string;
}

/** An action element, and what stands for the resources that its statement names. */
export interface NamingStatement {
  readonly action: CompiledAction;
  readonly examples: readonly NamedExample[];
}

interface NamedExample extends ExampleResource {
  readonly types: readonly ResourceType[];
  /** The same with a slash in it, for an action that works on what lies deeper: `media*` is also `media-a/b`. */
  readonly deeper: { readonly resource: string; readonly types: readonly ResourceType[] } | undefined;
}

/** What statements name, made ready to be asked about many actions. */
export function namingStatements(catalog: Catalog, statements: readonly Statement[], scope: ResourceScope): readonly NamingStatement[] {
  return statements.flatMap(({ action, resource }) => {
    const patterns = resource?.values.map(({ text }) => text).filter((text) => text.startsWith('arn:')) ?? [];
    if (action === undefined || patterns.length === 0) return [];
    return [{ action: compileAction(action), examples: patterns.map((pattern) => namedExample(catalog, pattern, scope)) }];
  });
}

/** What stands for a pattern. */
export function namedExample(catalog: Catalog, pattern: string, scope: ResourceScope): NamedExample {
  const filled = (star: string) => {
    const resource = fillPattern(pattern, scope, star);
    return { resource, types: resourceTypesOfArn(catalog, resource) };
  };
  return { pattern, ...filled('example'), deeper: pattern.endsWith('*') ? filled('example/example') : undefined };
}

/**
 * Resources that stand for all that an action works on: `*` where it has no types, else one per template, and one per pattern of the
 * statements on it.
 */
export function exampleResources(
  catalog: Catalog,
  action: string,
  statements: readonly NamingStatement[],
  scope: ResourceScope,
): readonly ExampleResource[] {
  const known = catalog.action(action);
  if (known?.resourceTypes.length === 0) return [{ pattern: '*', resource: '*' }];
  const examples = new Map<string, ExampleResource>();
  const add = (pattern: string, resource: string): void => {
    if (!examples.has(resource)) examples.set(resource, { pattern, resource });
  };
  if (known !== undefined) for (const template of templatesOf(catalog, known)) add(shownTemplate(template), fillTemplate(template, scope));
  const asked = readRequestAction(action);
  for (const { action: element, examples: named } of statements) {
    if (!matchAction(element, asked)) continue;
    for (const { pattern, resource, types, deeper } of named) {
      const isDeeper = deeper !== undefined && !mayBeOf(known, types) && mayBeOf(known, deeper.types);
      add(pattern, isDeeper ? deeper.resource : resource);
    }
  }
  if (examples.size === 0) add('*', '*');
  return [...examples.values()];
}

/** Whether an action may work on a resource of one of these types; of none that is known, it may. */
function mayBeOf(action: Action | undefined, types: readonly ResourceType[]): boolean {
  if (action === undefined) return true;
  const ofService = types.filter(({ service }) => service === action.service);
  return ofService.length === 0 || ofService.some((type) => action.resourceTypes.some(({ name }) => name === type.name));
}

function templatesOf(catalog: Catalog, { service, resourceTypes }: Action): readonly string[] {
  return resourceTypes.flatMap(({ name }) => {
    const type = catalog.resourceType(service, name);
    return type === undefined ? [] : [type.arn];
  });
}

function shownTemplate(template: string): string {
  return template.replace('${Partition}', 'aws').replace(/\$\{[^}]*\}/g, '*');
}

function fillTemplate(template: string, { partition, account: own, region, managementAccount = own }: ResourceScope): string {
  const account = template.includes(':organizations:') ? managementAccount : own;
  return template
    .replace('${Partition}', partition)
    .replace('${Account}', account)
    .replace('${Region}', region)
    .replace(/\$\{[^}]*\}/g, 'example');
}

/** Variables are left to stand for any text: a statement on them reaches at least a resource of such a name only if their value fits. */
function fillPattern(pattern: string, { partition, account, region }: ResourceScope, star: string): string {
  const parts = splitArn(pattern);
  const filled = [partition, undefined, region, account];
  return parts
    .map((part, index) => {
      const instead = filled[index - 1];
      if (part === '*' && index < 5 && instead !== undefined) return instead;
      return part
        .replace(/\$\{[^}]*\}/g, 'example')
        .replace(/\*+$/, index === 5 ? star : 'example')
        .replace(/\*+/g, 'example')
        .replace(/\?/g, 'x');
    })
    .join(':');
}
