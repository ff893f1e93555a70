import path from 'node:path';

import type { Catalog } from '../../core/catalog/catalog';
import { readPolicyText } from '../../core/organization/policyLoader';
import { inferPolicyType } from '../../core/policy/inferPolicyType';
import type { PolicyType } from '../../core/policy/policyType';
import type { QuerySources } from '../../core/queries/organizationFrame';
import { policyTypeSources } from '../../core/queries/policyTypeSources';
import { parseJson } from '../../core/syntax/parseJson';

import type { Configuration } from '../configuration';
import type { Organizations } from '../organizations';

/** A policy of a version, as a text. */
export interface PolicyText {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
}

/** What settings, the organization around it, its name and its content say of a policy. */
export function typeOfPolicy({ file, text }: PolicyText, configuration: Configuration, organizations: Organizations): PolicyType {
  return inferPolicyType(parseJson(text).root, {
    setting: configuration.policyTypeOf(file),
    organization: organizations.policyTypeOf(file),
    path: file.split(path.sep).join('/'),
  });
}

/** False: a part of it may be missing, and what is left would be decided otherwise. Comments and commas at an end break nothing. */
export function isWholeJson(text: string): boolean {
  return parseJson(text).problems.every(({ code }) => code === 'comment-not-permitted' || code === 'trailing-comma');
}

/** Both versions of a policy by itself; undefined for a type that decides nothing by itself. */
export function policySources(
  before: PolicyText,
  after: PolicyText,
  types: readonly [PolicyType, PolicyType],
  catalog: Catalog,
): { readonly before: QuerySources; readonly after: QuerySources } | undefined {
  // Where one of the files has a telling name or place, the other is of that type as well.
  const type = types[1] === 'identity' ? types[0] : types[1];
  return policyTypeSources(readPolicyText(before.text), readPolicyText(after.text), type, catalog);
}
