import type { PrincipalValue, Statement } from '../../policy/policy';

import { hasPlaceholder } from './placeholder';

export const githubHost = 'token.actions.githubusercontent.com';

/** An OpenID Connect provider that a statement trusts: its address is the prefix of its condition keys. */
export interface OidcProvider {
  readonly host: string;
  readonly value: PrincipalValue;
}

/** The OpenID Connect providers named by ARN in the Principal of an Allow. */
export function oidcProviders(statement: Statement): readonly OidcProvider[] {
  if (statement.effect !== 'Allow' || statement.principal === undefined || statement.principal.negated) return [];
  return statement.principal.values.flatMap((value) => {
    const [, host] = /^arn:[^:]*:iam::[^:]*:oidc-provider\/(.+)$/.exec(value.text) ?? [];
    return value.type !== 'Federated' || host === undefined || hasPlaceholder(host) ? [] : [{ host: host.toLowerCase(), value }];
  });
}

/** The claims of a provider that a statement tests, in lower case. */
export function claimsTested(statement: Statement, host: string): readonly string[] {
  return statement.conditions.flatMap(({ key }) => {
    const name = key.text.toLowerCase();
    return name.startsWith(`${host}:`) ? [name.slice(host.length + 1)] : [];
  });
}
