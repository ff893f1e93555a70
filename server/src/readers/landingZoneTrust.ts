import type { JsonNode } from '../core/syntax/nodes';
import { valueOf } from '../core/syntax/queries';

import { listOf } from './landingZoneSources';
import type { Structure } from './landingZoneSources';
import { accountId } from './nativeLayout';
import type { DraftAccount } from './nativeLayout';
import { scalarOf, scalarText } from './yaml';

/** The account that a role is made in. */
export interface TrustingAccount {
  readonly account: DraftAccount;
  readonly providers: ReadonlySet<string>;
}

type Statement = Readonly<Record<string, unknown>>;

/** The trust policy that LZA makes of `assumedBy`; undefined when it cannot be told, for a part alone would say too little. */
export function readTrust(structure: Structure, to: TrustingAccount, role: JsonNode): Readonly<Record<string, unknown>> | undefined {
  const externalIds = listOf(valueOf(role, 'externalIds')).flatMap((item) => scalarText(item) ?? []);
  const assumers = listOf(valueOf(role, 'assumedBy'));
  const statements = assumers.map((node) => statementOf(structure, to, node, externalIds));
  if (statements.length === 0 || statements.includes(undefined)) return undefined;
  return { Version: '2012-10-17', Statement: statements };
}

function statementOf(structure: Structure, to: TrustingAccount, node: JsonNode, externalIds: readonly string[]): Statement | undefined {
  const principal = scalarOf(node, 'principal');
  if (principal === undefined || principal === '' || /[${}<>]/.test(principal)) return undefined;
  const assume = { Effect: 'Allow', Action: 'sts:AssumeRole' } as const;
  const condition = externalIds.length === 0 ? {} : { Condition: { StringEquals: { 'sts:ExternalId': externalIds } } };
  switch (scalarOf(node, 'type')) {
    case 'service':
      return { ...assume, Principal: { Service: principal } };
    case 'account': {
      const arn = accountPrincipal(structure, principal);
      return arn === undefined ? undefined : { ...assume, Principal: { AWS: arn }, ...condition };
    }
    case 'principalArn':
      return principal.startsWith('arn:') ? { ...assume, Principal: { AWS: principal }, ...condition } : undefined;
    case 'provider':
      return to.providers.has(principal) ? samlStatement(to.account, principal) : undefined;
    default:
      return undefined;
  }
}

/** An id, an ARN or the name that `accounts-config.yaml` gives it. */
function accountPrincipal({ accounts }: Structure, written: string): string | undefined {
  if (written.startsWith('arn:')) return written;
  if (/^\d{12}$/.test(written)) return `arn:aws:iam::${written}:root`;
  const account = accounts.get(written)?.account;
  return account === undefined ? undefined : `arn:aws:iam::${accountId(account)}:root`;
}

/** <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html> */
function samlStatement(account: DraftAccount, provider: string): Statement {
  return {
    Effect: 'Allow',
    Principal: { Federated: `arn:aws:iam::${accountId(account)}:saml-provider/${provider}` },
    Action: 'sts:AssumeRoleWithSAML',
    Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
  };
}
