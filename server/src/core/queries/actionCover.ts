import type { Catalog } from '../catalog/catalog';
import type { ActionPattern, CompiledAction, RequestAction } from '../evaluation/actions';
import { readRequestAction } from '../evaluation/actions';
import { matchWildcard } from '../policy/wildcard';

import { costOf, isDue, pause } from './progress';
import type { Meter, SteppedQuery } from './progress';

/** Actions that some action elements, and the rules of AWS that bear on guardrails, do not tell apart. */
export interface CoverClass {
  readonly names: readonly string[];
  readonly representative: RequestAction;
}

/** What tells actions apart beside the elements that cover them. */
export interface CoverQuestions {
  /** By service: what conditions can ask of a service. */
  serviceSignature(service: string): string;
  /** Whether it matters if an action has resource types. */
  readonly asksForTypes: boolean;
}

/** Puts actions together that are decided alike; names of one service should stand together, as a catalog lists them. */
export function* classifyActions(
  names: readonly string[],
  elements: readonly CompiledAction[],
  { serviceSignature, asksForTypes }: CoverQuestions,
  catalog: Catalog,
  meter: Meter,
): SteppedQuery<readonly CoverClass[]> {
  const classes = new Map<string, { readonly names: string[]; readonly representative: RequestAction }>();
  let last: { readonly prefix: string; readonly narrowed: readonly Narrowed[]; readonly signature: string } | undefined;
  for (const [index, name] of names.entries()) {
    const prefix = name.slice(0, name.indexOf(':')).toLowerCase();
    if (last?.prefix !== prefix) {
      last = { prefix, narrowed: elements.map((element) => narrow(element, prefix)), signature: serviceSignature(prefix) };
      meter.spent += elements.length * costOf.list;
    }
    const lower = name.slice(prefix.length + 1).toLowerCase();
    const key = `${last.signature} ${ofItsOwn(name)} ${asksForTypes ? typesOf(name, catalog) : ''} ${coverage(last.narrowed, lower)}`;
    const known = classes.get(key);
    if (known !== undefined) known.names.push(name);
    else classes.set(key, { names: [name], representative: readRequestAction(name) });
    meter.spent += asksForTypes ? costOf.list * 4 : costOf.list;
    if (isDue(meter)) yield pause(meter, index, names.length);
  }
  return [...classes.values()];
}

/** An element as far as it bears on one service. */
interface Narrowed {
  readonly negated: boolean;
  /** All actions of the service. */
  readonly everything: boolean;
  readonly patterns: readonly ActionPattern[];
}

function narrow({ negated, patterns }: CompiledAction, service: string): Narrowed {
  const concerned = patterns.filter((pattern) => matchWildcard(pattern.service, service));
  return { negated, everything: concerned.some(({ name }) => name.kind === 'any'), patterns: concerned };
}

function coverage(elements: readonly Narrowed[], lowerName: string): string {
  let bits = '';
  for (const { negated, everything, patterns } of elements) {
    const matches = everything || (patterns.length > 0 && patterns.some(({ name }) => matchWildcard(name, lowerName)));
    bits += matches === negated ? '0' : '1';
  }
  return bits;
}

// Rules of AWS name single actions of these services.
function ofItsOwn(name: string): string {
  return /^(sts:|iam:passrole$|kms:retiregrant$)/i.test(name) ? name.toLowerCase() : '';
}

function typesOf(name: string, catalog: Catalog): string {
  const action = catalog.action(name);
  return action === undefined ? '?' : action.resourceTypes.length === 0 ? '-' : '+';
}
