import type { OrganizationProblem, Origin } from '../core/organization/organization';
import type { JsonNode } from '../core/syntax/nodes';
import { parseJson } from '../core/syntax/parseJson';
import { textOf, valueOf } from '../core/syntax/queries';
import { message } from '../core/text/message';

/** A resource of a state or a plan, or what a data source says. */
export interface TerraformResource {
  readonly file: string;
  /** `module.ous["data"].aws_organizations_policy.deny[0]`; unique in a state. */
  readonly address: string;
  /** Address of its module, with the instance; empty for the root module. */
  readonly module: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /** Key of `for_each` or number of `count`, as written in an address: `"data"`, `0`. */
  readonly index: string;
  readonly values: JsonNode | undefined;
  /** What is known after apply only, as `after_unknown` has it. */
  readonly unknown: JsonNode | undefined;
  /** Addresses, without instance, of what it was made after. */
  readonly dependsOn: readonly string[];
  /** Tells providers (accounts) of one state apart as far as the source does. */
  readonly provider: string;
  readonly origin: Origin;
}

/** The resources at one time. */
export interface TerraformSide {
  readonly resources: readonly TerraformResource[];
  /** Ids of what a plan takes away; other resources may list it still. */
  readonly gone: ReadonlySet<string>;
  /** True when a part could not be read. */
  readonly incomplete: boolean;
}

export interface TerraformSource {
  readonly file: string;
  readonly kind: 'state' | 'plan';
  readonly after: TerraformSide;
  /** What a plan starts from; of a state, the state. */
  readonly before: TerraformSide;
  /** The `configuration` of a plan. */
  readonly configuration: JsonNode | undefined;
  readonly problems: readonly OrganizationProblem[];
}

/** Cheap: whether a text may be a state or a plan at all. */
export function looksLikeTerraform(text: string): boolean {
  return /"(format_version|lineage)"\s*:/.test(text) && /"(values|planned_values|prior_state|resources)"\s*:/.test(text);
}

interface Reading {
  readonly file: string;
  readonly problems: OrganizationProblem[];
}

/**
 * `terraform show -json` of a state or a plan (<https://developer.hashicorp.com/terraform/internals/json-format>), or a state file of
 * version 4 as Terraform keeps it; undefined for anything else.
 */
export function readTerraformSource(file: string, text: string): TerraformSource | undefined {
  if (!looksLikeTerraform(text)) return undefined;
  const { root, problems: syntax } = parseJson(text);
  if (root?.kind !== 'object') return undefined;
  const broken = syntax.filter(({ code }) => code !== 'comment-not-permitted' && code !== 'trailing-comma');
  const problems = broken.map((problem): OrganizationProblem => ({
    code: problem.code,
    severity: 'error',
    file,
    span: problem.span,
    message: problem.message,
  }));
  const reading: Reading = { file, problems };
  const sides = sidesOf(reading, root);
  if (sides === undefined) return undefined;
  // What was cut off may have held anything.
  const cut = (side: TerraformSide): TerraformSide => ({ ...side, incomplete: side.incomplete || broken.length > 0 });
  const { kind, before, after } = sides;
  return { file, kind, before: cut(before), after: cut(after), configuration: valueOf(root, 'configuration'), problems };
}

function sidesOf(reading: Reading, root: JsonNode): Pick<TerraformSource, 'kind' | 'before' | 'after'> | undefined {
  if (textOf(root, 'format_version') !== undefined) {
    const planned = valueOf(root, 'planned_values');
    if (planned === undefined && valueOf(root, 'prior_state') === undefined) {
      const values = valueOf(root, 'values');
      if (values === undefined) return undefined;
      const state = readValues(reading, values, new Map());
      return { kind: 'state', before: state, after: state };
    }
    const before = readValues(reading, valueOf(valueOf(root, 'prior_state'), 'values'), new Map());
    const after = readValues(reading, planned, unknownsOf(valueOf(root, 'resource_changes')));
    // What a plan read from data sources stands in its prior state only.
    const told = new Set(after.resources.map(({ address }) => address));
    const read = before.resources.filter(({ mode, address }) => mode === 'data' && !told.has(address));
    const resources = [...after.resources, ...read];
    const gone = goneIn(valueOf(root, 'resource_changes'), before.resources);
    return { kind: 'plan', before, after: { resources, gone, incomplete: after.incomplete || planned === undefined } };
  }
  const version = valueOf(root, 'version');
  if (version?.kind !== 'number' || version.text !== '4' || textOf(root, 'lineage') === undefined) return undefined;
  const state = readRawState(reading, valueOf(root, 'resources'));
  return { kind: 'state', before: state, after: state };
}

function unknownsOf(changes: JsonNode | undefined): ReadonlyMap<string, JsonNode> {
  const unknowns = new Map<string, JsonNode>();
  for (const change of changes?.kind === 'array' ? changes.items : []) {
    const address = textOf(change, 'address');
    const unknown = valueOf(valueOf(change, 'change'), 'after_unknown');
    if (address !== undefined && unknown !== undefined) unknowns.set(address, unknown);
  }
  return unknowns;
}

/** What is replaced goes as well: its successor has no id yet. */
function goneIn(changes: JsonNode | undefined, before: readonly TerraformResource[]): ReadonlySet<string> {
  const addresses = new Set<string>();
  for (const change of changes?.kind === 'array' ? changes.items : []) {
    const isDeleted = textsIn(valueOf(valueOf(change, 'change'), 'actions')).includes('delete');
    if (isDeleted) addresses.add(textOf(change, 'address') ?? '');
  }
  return new Set(before.flatMap(({ address, values }) => (addresses.has(address) ? (textOf(values, 'id') ?? []) : [])));
}

function wrongType({ file, problems }: Reading, node: JsonNode, name: string): void {
  const { start, end } = node;
  const text = name === '' ? message('an object is expected here') : message('`{0}` must be a list', name);
  problems.push({ code: 'wrong-type', severity: 'error', file, span: { start, end: Math.min(end, start + 1) }, message: text });
}

/** Reads `values`: the root module and those below it. */
function readValues(reading: Reading, values: JsonNode | undefined, unknowns: ReadonlyMap<string, JsonNode>): TerraformSide {
  const resources: TerraformResource[] = [];
  const before = reading.problems.length;
  const list = (node: JsonNode, name: string): readonly JsonNode[] => {
    const found = valueOf(node, name);
    if (found === undefined) return [];
    if (found.kind === 'array') return found.items;
    wrongType(reading, found, name);
    return [];
  };
  const readModule = (module: JsonNode): void => {
    if (module.kind !== 'object') return wrongType(reading, module, '');
    const address = textOf(module, 'address') ?? '';
    for (const node of list(module, 'resources')) {
      const resource = readResource(reading, node, address, unknowns);
      if (resource === undefined) wrongType(reading, node, '');
      else resources.push(resource);
    }
    for (const child of list(module, 'child_modules')) readModule(child);
  };
  const root = valueOf(values, 'root_module');
  if (root !== undefined) readModule(root);
  else if (values !== undefined && (values.kind !== 'object' || values.members.length > 0)) wrongType(reading, values, '');
  return { resources, gone: new Set(), incomplete: reading.problems.length > before };
}

function readResource(
  { file }: Reading,
  node: JsonNode,
  module: string,
  unknowns: ReadonlyMap<string, JsonNode>,
): TerraformResource | undefined {
  const [address, type, name] = [textOf(node, 'address'), textOf(node, 'type'), textOf(node, 'name')];
  if (address === undefined || type === undefined || name === undefined) return undefined;
  const index = indexOf(valueOf(node, 'index'));
  const written = valueOf(node, 'address') ?? node;
  const values = valueOf(node, 'values');
  return {
    file,
    address,
    module,
    mode: textOf(node, 'mode') === 'data' ? 'data' : 'managed',
    type,
    name,
    index,
    values: values?.kind === 'object' ? values : undefined,
    unknown: unknowns.get(address),
    dependsOn: textsIn(valueOf(node, 'depends_on')),
    provider: '',
    origin: { file, span: { start: written.start, end: written.end } },
  };
}

/** Reads `resources` of a state file: each with its instances. */
function readRawState(reading: Reading, list: JsonNode | undefined): TerraformSide {
  const before = reading.problems.length;
  const resources: TerraformResource[] = [];
  if (list !== undefined && list.kind !== 'array') wrongType(reading, list, 'resources');
  for (const node of list?.kind === 'array' ? list.items : []) {
    const [type, name, instances] = [textOf(node, 'type'), textOf(node, 'name'), valueOf(node, 'instances')];
    if (type === undefined || name === undefined || instances?.kind !== 'array') {
      wrongType(reading, node, '');
      continue;
    }
    const module = textOf(node, 'module') ?? '';
    const mode = textOf(node, 'mode') === 'data' ? 'data' : 'managed';
    const stem = `${module === '' ? '' : `${module}.`}${mode === 'data' ? 'data.' : ''}${type}.${name}`;
    const written = valueOf(node, 'name') ?? node;
    const origin = { file: reading.file, span: { start: written.start, end: written.end } };
    for (const instance of instances.items) {
      // A deposed object is on its way out, and another is in its place.
      if (valueOf(instance, 'deposed') !== undefined) continue;
      const values = valueOf(instance, 'attributes');
      if (values?.kind !== 'object') wrongType(reading, instance, '');
      const index = indexOf(valueOf(instance, 'index_key'));
      resources.push({
        file: reading.file,
        address: index === '' ? stem : `${stem}[${index}]`,
        module,
        mode,
        type,
        name,
        index,
        values: values?.kind === 'object' ? values : undefined,
        unknown: undefined,
        dependsOn: textsIn(valueOf(instance, 'dependencies')),
        provider: textOf(node, 'provider') ?? '',
        origin,
      });
    }
  }
  return { resources, gone: new Set(), incomplete: reading.problems.length > before };
}

function indexOf(node: JsonNode | undefined): string {
  if (node?.kind === 'string') return JSON.stringify(node.text);
  return node?.kind === 'number' ? node.text : '';
}

export function textsIn(node: JsonNode | undefined): readonly string[] {
  return node?.kind === 'array' ? node.items.flatMap((item) => (item.kind === 'string' ? [item.text] : [])) : [];
}
