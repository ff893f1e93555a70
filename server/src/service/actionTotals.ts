import type { Catalog } from '../core/catalog/catalog';
import type { PolicyType } from '../core/policy/policyType';
import type { PatternElement, Policy } from '../core/policy/policy';
import type { Span } from '../core/text/span';
import { oncePer } from '../core/text/oncePer';

/** How many actions a statement of a guardrail denies, of how many that it could. */
export interface ActionTotal {
  /** The values of the element, first to last. */
  readonly span: Span;
  readonly denied: number;
  readonly total: number;
}

/** For each `Deny` of an SCP or RCP whose actions nobody can count at a glance: `NotAction`, and lists with wildcards. */
export function actionTotals({ statements }: Policy, type: PolicyType, catalog: Catalog): readonly ActionTotal[] {
  if (type !== 'scp' && type !== 'rcp') return [];
  return statements.flatMap(({ effect, action }) => {
    if (effect !== 'Deny' || action === undefined || !(action.negated || hasWildcard(action))) return [];
    const first = action.values[0]?.span;
    const last = action.values.at(-1)?.span;
    if (first === undefined || last === undefined) return [];
    return [{ span: { start: first.start, end: last.end }, ...count(action, type === 'rcp', catalog) }];
  });
}

function hasWildcard({ values }: PatternElement): boolean {
  return values.some(({ text }) => /[*?]/.test(text));
}

function count({ negated, values }: PatternElement, isRcp: boolean, catalog: Catalog): Pick<ActionTotal, 'denied' | 'total'> {
  const reached = isRcp ? rcpActions(catalog) : undefined;
  const total = reached?.size ?? catalog.counts.actions;
  const named = new Set<string>();
  for (const { text } of values) {
    if (text === '*' && reached === undefined) return { denied: negated ? 0 : total, total };
    for (const name of catalog.expandAction(text)) if (reached?.has(name) !== false) named.add(name);
  }
  return { denied: negated ? total - named.size : named.size, total };
}

/**
 * RCPs reach listed services, and there only what is done to a resource.
 * <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html>
 */
const rcpActions: (catalog: Catalog) => ReadonlySet<string> = oncePer((catalog) => {
  const names = catalog
    .services()
    .filter((service) => catalog.supportsRcp(service))
    .flatMap((service) => catalog.actionNames(service));
  return new Set(names.filter((name) => (catalog.action(name)?.resourceTypes.length ?? 0) > 0 && name !== 'kms:RetireGrant'));
});
