import { parseJson } from '../syntax/parseJson';

import type { JsonValue } from './declarativePolicy';
import { jsonValue } from './declarativeSetting';
import type { LoadText } from './effectiveDeclarative';
import type { Pair } from './matchOrganizations';
import type { OrganizationPolicy } from './organization';
import type { OrganizationDifference } from './organizationDifferences';

/** Gets the texts of the files of two versions. */
export interface Documents {
  readonly before: LoadText;
  readonly after: LoadText;
}

/** Policies that are new, gone, or say something else. <https://docs.aws.amazon.com/organizations/latest/APIReference/API_UpdatePolicy.html> */
export function comparePolicies(pairs: readonly Pair<OrganizationPolicy>[], documents: Documents): readonly OrganizationDifference[] {
  return pairs.flatMap(({ before, after, subject: policy }): readonly OrganizationDifference[] => {
    if (after === undefined) return [{ kind: 'policyDeleted', policy }];
    const wanted = textOf(after, documents.after);
    if (before === undefined) return [{ kind: 'policyCreated', policy, description: after.description, content: wanted }];
    const name = before.name === after.name ? undefined : after.name;
    const description = (before.description ?? '') === (after.description ?? '') ? undefined : (after.description ?? '');
    const content = sameDocument(textOf(before, documents.before), wanted) ? undefined : wanted;
    if (name === undefined && description === undefined && content === undefined) return [];
    return [{ kind: 'policyChanged', policy, name, description, content }];
  });
}

function textOf({ file }: OrganizationPolicy, load: LoadText): string | undefined {
  return file === undefined ? undefined : load(file);
}

/** Whether two texts say the same as JSON, in whichever order of members; what is not known differs from nothing. */
export function sameDocument(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined || one === other) return true;
  const [left, right] = [canonical(one), canonical(other)];
  return left !== undefined && left === right;
}

function canonical(text: string): string | undefined {
  const { root, problems } = parseJson(text);
  const isBroken = problems.some(({ code }) => code === 'invalid-json' || code === 'nesting-too-deep');
  return root === undefined || isBroken ? undefined : JSON.stringify(sorted(jsonValue(root)));
}

/** As pairs, for an object sorts keys that are numbers by itself. */
function sorted(value: JsonValue): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return { object: entries.map(([key, inner]) => [key, sorted(inner)]) };
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
