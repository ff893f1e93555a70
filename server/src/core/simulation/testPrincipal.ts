import type { RequestPrincipal } from '../evaluation/request';

/** Identity providers that are known by name alone. <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html> */
const providersByName: ReadonlySet<string> = new Set([
  'accounts.google.com',
  'cognito-identity.amazonaws.com',
  'graph.facebook.com',
  'www.amazon.com',
]);

/**
 * Who calls, by the text that a test gives: an identity provider, by ARN or for `sts:AssumeRoleWithWebIdentity` by name, stands for
 * somebody from outside whom it vouches for.
 */
export function callerOf(principal: string, action: string): RequestPrincipal {
  if (/^arn:[^:]+:iam::\d{12}:(oidc|saml)-provider\/./.test(principal)) return { federated: principal };
  const byName = action.toLowerCase() === 'sts:assumerolewithwebidentity' && providersByName.has(principal);
  return byName ? { federated: principal } : principal;
}
