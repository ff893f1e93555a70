import type { Catalog } from '../../catalog/catalog';
import type { CompiledStatement } from '../../evaluation/compile';
import { variableValue } from '../../evaluation/context';
import type { EvaluationContext } from '../../evaluation/context';
import type { Layer } from '../../evaluation/decision';
import { hasPrincipals } from '../../evaluation/statement';
import { splitArn } from '../../policy/arn';
import { parseTemplate, substitute } from '../../policy/policyVariable';

/** Whose resources stand for "some", and where. */
export interface ResourcePlace {
  readonly account: string;
  readonly partition: string;
  readonly region: string;
}

/** How many patterns of a statement are tried. */
const patternsTried = 8;

/**
 * Concrete resources that a statement may cover when an action works on them: its patterns filled in, variables with what the request
 * says of them, and what the action works on by AWS's reference. `*` for an action that works on none.
 */
export function resourceCandidates(
  statement: CompiledStatement,
  action: string,
  { place, context, catalog }: { readonly place: ResourcePlace; readonly context: EvaluationContext; readonly catalog: Catalog },
): readonly string[] {
  const known = catalog.action(action);
  const templates = typicalResources(action, place, catalog);
  const element = statement.resource;
  const patterns =
    element === undefined || element.negated ? [] : element.source.values.map(({ text }) => text).filter((text) => text.startsWith('arn:'));
  const fromPatterns = patterns.slice(0, patternsTried).flatMap((pattern) => fillings(pattern, templates, place, context));
  const coversAll = element === undefined || element.negated || element.patterns.some(({ kind }) => kind === 'any');
  const typeless = known !== undefined && known.resourceTypes.length === 0;
  const candidates = typeless
    ? ['*', ...fromPatterns]
    : coversAll
      ? [...templates, ...fromPatterns, '*']
      : [...fromPatterns, ...templates, '*'];
  return [...new Set(candidates)];
}

/** Types of resources that everybody has seen. */
const wellKnown: ReadonlySet<string> = new Set([
  'bucket',
  'cluster',
  'db',
  'function',
  'instance',
  'key',
  'log-group',
  'object',
  'queue',
  'role',
  'Secret',
  'table',
  'topic',
  'user',
]);

/** What an action works on by AWS's reference: what it needs first, and of that what it is named after. */
export function typicalResources(action: string, place: ResourcePlace, catalog: Catalog): readonly string[] {
  const known = catalog.action(action);
  if (known === undefined) return [];
  const rank = ({ name, required }: (typeof known.resourceTypes)[number]): number =>
    Number(required) * 4 + Number(action.toLowerCase().includes(name.toLowerCase().replaceAll('-', ''))) * 2 + Number(wellKnown.has(name));
  return [...known.resourceTypes]
    .sort((a, b) => rank(b) - rank(a))
    .flatMap(({ name }) => {
      const type = catalog.resourceType(known.service, name);
      return type === undefined ? [] : [fillTemplate(type.arn, place)];
    });
}

/** A pattern with words for its stars: plain, deeper by a slash, and in the form of what the action works on. */
function fillings(pattern: string, templates: readonly string[], place: ResourcePlace, context: EvaluationContext): readonly string[] {
  const text = withVariables(pattern, context);
  if (text === undefined) return [];
  const ends = text.endsWith('*') ? ['example', 'example/example', ''] : ['example'];
  const plain = ends.map((end) => fillPattern(text, place, end));
  return [...templates.flatMap((template) => overlaid(text, template, place)), ...plain];
}

/**
 * An instance of a pattern that looks like a template's: `arn:aws:logs:*:*:*` on what a log group's ARN is. Only where the pattern's last
 * part is a beginning and a star.
 */
function overlaid(pattern: string, template: string, place: ResourcePlace): readonly string[] {
  const written = splitArn(pattern);
  const wanted = splitArn(template);
  const [last, typical] = [written[5], wanted[5]];
  if (last === undefined || typical === undefined || !last.endsWith('*')) return [];
  const beginning = last.replace(/\*+$/, '');
  if (beginning.includes('*') || beginning.includes('?') || !typical.startsWith(beginning)) return [];
  const head = written.slice(0, 5).map((part, index) => (part === '*' ? (wanted[index] ?? part) : fillPart(part, index, place)));
  return [[...head, typical].join(':')];
}

/** Variables with what the request says; undefined where it says nothing of one. */
function withVariables(pattern: string, context: EvaluationContext): string | undefined {
  const template = parseTemplate(pattern);
  if (template === undefined) return pattern;
  const text = substitute(template, (key) => variableValue(context, key), false);
  return typeof text === 'string' ? text : undefined;
}

function fillTemplate(template: string, { partition, account, region }: ResourcePlace): string {
  return template
    .replace('${Partition}', partition)
    .replace('${Account}', account)
    .replace('${Region}', region)
    .replace('${InstanceId}', 'i-0123456789abcdef0')
    .replace('${VpcId}', 'vpc-0123456789abcdef0')
    .replace('${KeyId}', '11111111-2222-3333-4444-555555555555')
    .replace(/\$\{[^}]*\}/g, 'example');
}

function fillPattern(pattern: string, place: ResourcePlace, end: string): string {
  return splitArn(pattern)
    .map((part, index) =>
      index === 5 ? part.replace(/\*+$/, end).replace(/\*+/g, 'example').replaceAll('?', 'x') : fillPart(part, index, place),
    )
    .join(':');
}

function fillPart(part: string, index: number, { partition, region, account }: ResourcePlace): string {
  const known = [undefined, partition, undefined, region, account][index];
  if (part === '*' && known !== undefined) return known;
  if (index === 4) return fillAccount(part, account);
  if (index === 3 && /^[a-z-]*\*/.test(part)) return region.startsWith(part.replace(/\*+$/, '')) ? region : part.replace(/\*+/g, 'east-1');
  return part.replace(/\*+/g, 'example').replaceAll('?', 'x');
}

/** An account id has twelve digits, of which a pattern may give some. */
function fillAccount(part: string, account: string): string {
  if (!/[*?]/.test(part)) return part;
  const given = part.replace(/[*?]/g, '').length;
  return part
    .replaceAll('?', '1')
    .replace(/\*+/, account.slice(0, Math.max(0, 12 - given)))
    .replace(/\*+/g, '');
}

/** Resources beside a resource, which a pattern that covers it may just not: another name, a longer one, another path, account, Region. */
export function neighbouringResources(
  statement: CompiledStatement,
  resource: string,
  context: EvaluationContext,
  place: ResourcePlace,
): readonly string[] {
  const element = statement.resource;
  if (element?.negated === true) {
    return element.source.values.flatMap(({ text }) => (text.startsWith('arn:') ? fillings(text, [], place, context) : []));
  }
  const parts = splitArn(resource);
  const [, , , region, account, last] = parts;
  if (last === undefined || region === undefined || account === undefined) return [];
  const put = (index: number, text: string): string => parts.map((part, at) => (at === index ? text : part)).join(':');
  const slash = last.indexOf('/');
  return [
    ...(slash < 0
      ? []
      : [put(5, `${last.slice(0, slash)}-other${last.slice(slash)}`), put(5, `${last.slice(0, last.lastIndexOf('/') + 1)}other`)]),
    put(5, `${last}-other`),
    put(5, `other-${last}`),
    ...(account === '' ? [] : [put(4, account === '999999999999' ? '888888888888' : '999999999999')]),
    ...(region === '' ? [] : [put(3, region === 'eu-west-1' ? 'eu-central-1' : 'eu-west-1')]),
  ];
}

/** Whether the statements of a layer are about resources of the policy's owner, whoever calls. */
export function isOnResource(layer: Layer): boolean {
  return hasPrincipals(layer) && layer !== 'vpcEndpoint';
}
