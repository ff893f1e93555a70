import type { Organization } from '../core/organization/organization';
import type { JsonNode } from '../core/syntax/nodes';
import { valueOf } from '../core/syntax/queries';

import { documentOf, evaluate, tagsOf, textOfValue } from './cloudFormationValues';
import type { Templates, Value } from './cloudFormationValues';
import type { Template, TemplateResource } from './cloudFormationTemplate';
import type { Draft } from './draft';

/** What the parts of one reading share. */
export interface CloudFormationContext {
  readonly draft: Draft;
  readonly templates: Templates;
  readonly list: readonly Template[];
  of(...types: readonly string[]): readonly TemplateResource[];
  value(resource: TemplateResource, property: string): Value;
  text(resource: TemplateResource, property: string): string | undefined;
  /** The values of a list; undefined where the list, or one of them, is unknown. A lone value is a list of one. */
  values(resource: TemplateResource, property: string): readonly Value[] | undefined;
  document(resource: TemplateResource, property: string): string | undefined;
  tags(resource: TemplateResource): Readonly<Record<string, string>>;
  /** The objects of a list property; undefined where one of them is something else. */
  blocks(resource: TemplateResource, property: string): readonly Block[] | undefined;
}

/** An object inside a resource, as `Policies` has them. */
export interface Block {
  text(property: string): string | undefined;
  document(property: string): string | undefined;
}

export type Origin = Organization['origin'];

export function createCloudFormationContext(draft: Draft, templates: Templates): CloudFormationContext {
  const list = [...templates.all.values()];
  const byType = new Map<string, TemplateResource[]>();
  for (const { resources } of list) {
    for (const resource of resources.values()) byType.set(resource.type, [...(byType.get(resource.type) ?? []), resource]);
  }
  const inTemplate = <Result>(resource: TemplateResource, read: (template: Template) => Result, otherwise: Result): Result => {
    const template = templates.all.get(resource.template);
    return template === undefined ? otherwise : read(template);
  };
  const property = (resource: TemplateResource, name: string): JsonNode | undefined => valueOf(resource.properties, name);
  const value = (resource: TemplateResource, name: string): Value =>
    inTemplate<Value>(resource, (template) => evaluate(templates, template, property(resource, name)), { kind: 'unknown' });
  return {
    draft,
    templates,
    list,
    of: (...types) => types.flatMap((type) => byType.get(type) ?? []),
    value,
    text: (resource, name) => textOfValue(templates, value(resource, name)) || undefined,
    values: (resource, name) =>
      valuesOf(value(resource, name), property(resource, name), (node) =>
        inTemplate<Value>(resource, (template) => evaluate(templates, template, node), { kind: 'unknown' }),
      ),
    document: (resource, name) => inTemplate(resource, (template) => documentOf(templates, template, property(resource, name)), undefined),
    tags: (resource) => inTemplate(resource, (template) => tagsOf(templates, template, property(resource, 'Tags')), {}),
    blocks: (resource, name) => inTemplate(resource, (template) => blocksOf(templates, template, property(resource, name)), undefined),
  };
}

function valuesOf(whole: Value, node: JsonNode | undefined, read: (node: JsonNode) => Value): readonly Value[] | undefined {
  if (whole.kind === 'absent') return [];
  if (node?.kind !== 'array') return whole.kind === 'unknown' ? undefined : [whole];
  const values = node.items.map(read).filter(({ kind }) => kind !== 'absent');
  return values.some(({ kind }) => kind === 'unknown') ? undefined : values;
}

function blocksOf(templates: Templates, template: Template, node: JsonNode | undefined): readonly Block[] | undefined {
  if (node === undefined) return [];
  if (node.kind !== 'array') return evaluate(templates, template, node).kind === 'absent' ? [] : undefined;
  const present = node.items.filter((item) => evaluate(templates, template, item).kind !== 'absent');
  const isBlock = (item: JsonNode): boolean => item.kind === 'object' && item.members.every(({ key }) => !/^(Ref$|Fn::)/.test(key.text));
  if (!present.every(isBlock)) return undefined;
  return present.map((item) => ({
    text: (name) => textOfValue(templates, evaluate(templates, template, valueOf(item, name))) || undefined,
    document: (name) => documentOf(templates, template, valueOf(item, name)),
  }));
}
