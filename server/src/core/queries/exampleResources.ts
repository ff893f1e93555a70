import type { Action, Catalog } from '../catalog/catalog';
import { splitArn } from '../policy/arn';
import type { Statement } from '../policy/policy';
import { matchAction, compileAction, readRequestAction } from '../evaluation/actions';

/** Whose resources stand for "some resource". */
export interface ResourceScope {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/** A resource that a pattern of a policy, or a template of the catalog, names. */
export interface ExampleResource {
  /** The pattern or template. */
  readonly pattern: string;
  /** What stands for it in a request. */
  readonly resource: string;
}

/** Resources that stand for all that an action works on: `*` where it has no types, else one per template, and one per pattern of the statements on it. */
export function exampleResources(
  catalog: Catalog,
  action: string,
  statements: readonly Statement[],
  scope: ResourceScope,
): readonly ExampleResource[] {
  const known = catalog.action(action);
  if (known?.resourceTypes.length === 0) return [{ pattern: '*', resource: '*' }];
  const examples = new Map<string, ExampleResource>();
  const add = (pattern: string, resource: string): void => {
    if (!examples.has(resource)) examples.set(resource, { pattern, resource });
  };
  if (known !== undefined) for (const template of templatesOf(catalog, known)) add(shownTemplate(template), fillTemplate(template, scope));
  for (const { action: element, resource } of statements) {
    if (element === undefined || resource === undefined || !matchAction(compileAction(element), readRequestAction(action))) continue;
    for (const { text } of resource.values) if (text.startsWith('arn:')) add(text, fillPattern(text, scope));
  }
  if (examples.size === 0) add('*', '*');
  return [...examples.values()];
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

function fillTemplate(template: string, { partition, account, region }: ResourceScope): string {
  return template
    .replace('${Partition}', partition)
    .replace('${Account}', account)
    .replace('${Region}', region)
    .replace(/\$\{[^}]*\}/g, 'example');
}

/** Variables are left to stand for any text: a statement on them reaches at least a resource of such a name only if their value fits. */
function fillPattern(pattern: string, { partition, account, region }: ResourceScope): string {
  const parts = splitArn(pattern);
  const filled = [partition, undefined, region, account];
  return parts
    .map((part, index) => {
      const instead = filled[index - 1];
      if (part === '*' && index < 5 && instead !== undefined) return instead;
      return part
        .replace(/\$\{[^}]*\}/g, 'example')
        .replace(/\*+/g, 'example')
        .replace(/\?/g, 'x');
    })
    .join(':');
}
