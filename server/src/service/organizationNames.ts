import { principalName } from '../core/organization/findPrincipal';
import type { Organization, OrganizationalUnit } from '../core/organization/organization';
import { policyTypeConstantOf } from '../core/organization/organizationPolicyTypes';
import { message } from '../core/text/message';
import type { Message } from '../core/text/message';

import type { LoadedOrganization } from './organizationIndex';

/** Names that completion offers and hovers show. */
export interface OrganizationNames {
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
  readonly principals: readonly { readonly arn: string; readonly label: string }[];
  readonly entities: readonly EntityName[];
  /** ARNs of the resources whose policies the organization knows. */
  readonly resources?: readonly string[];
  /** Who has the resources whose policies are known, by ARN: the ids of accounts. */
  readonly owners?: ReadonlyMap<string, string>;
  /** ARNs of what AWS Organizations keeps: roots, OUs, accounts, policies, handshakes, by what people call them. */
  readonly kept?: readonly KeptName[];
  /** References of the policies of the organizations (`scp/deny-leave`), those that AWS manages among them. */
  readonly policies?: readonly string[];
}

/** The organization, its root, an OU or an account. */
export interface EntityName {
  readonly id: string;
  readonly kind: Message;
  readonly name: string;
  /** Nobody gave the id: it stands for one here and means nothing to AWS. */
  readonly idIsSynthetic?: boolean;
  /** Ids from the organization down, as `aws:PrincipalOrgPaths` has them; not of accounts, and not where one of the ids is synthetic. */
  readonly path?: string;
}

/** Something that AWS Organizations keeps. */
export interface KeptName {
  readonly arn: string;
  readonly label: string;
}

/** The names of several organizations together. */
export function collectNames(loaded: readonly LoadedOrganization[]): OrganizationNames {
  const accounts: { id: string; name: string }[] = [];
  const principals: { arn: string; label: string }[] = [];
  const entities: EntityName[] = [];
  const resources: string[] = [];
  const policies: string[] = [];
  const owners = new Map<string, string>();
  const kept: KeptName[] = [];
  for (const { organization } of loaded) {
    if (organization === undefined) continue;
    const { root } = organization;
    for (const name of keptNames(organization)) kept.push(name);
    policies.push(...organization.policies.keys());
    const top = organization.idIsSynthetic ? undefined : `${organization.id}/`;
    const add = ({ id, idIsSynthetic }: Identified, kind: Message, name: string, path?: string): void =>
      void entities.push({ id, kind, name, idIsSynthetic, ...(path === undefined ? {} : { path }) });
    add(organization, message('organization'), organization.name, top);
    const rootPath = pathBelow(top, root);
    add(root, message('root'), root.name, rootPath);
    const walk = (units: readonly OrganizationalUnit[], above: string | undefined): void => {
      for (const unit of units) {
        const path = pathBelow(above, unit);
        add(unit, message('organizational unit'), unit.path, path);
        walk(unit.organizationalUnits, path);
      }
    };
    walk(root.organizationalUnits, rootPath);
    for (const account of organization.accounts) {
      accounts.push({ id: account.id, name: account.name });
      add(account, message('account'), account.name);
      for (const principal of [...account.principals.users, ...account.principals.roles]) {
        principals.push({ arn: principal.arn, label: principalName(organization, account, principal) });
      }
      for (const { arn } of account.resources) {
        resources.push(arn);
        owners.set(arn, account.id);
      }
    }
  }
  return { accounts, principals, entities, resources, owners, kept, policies: [...new Set(policies)] };
}

type Identified = Pick<EntityName, 'id'> & { readonly idIsSynthetic: boolean };

function pathBelow(above: string | undefined, { id, idIsSynthetic }: Identified): string | undefined {
  return above === undefined || idIsSynthetic ? undefined : `${above}${id}/`;
}

/**
 * The ARNs of everything that has an id from AWS; without the organization's own id there are none.
 * <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html#awsorganizations-resources-for-iam-policies>
 */
function keptNames(organization: Organization): readonly KeptName[] {
  const { id, idIsSynthetic, managementAccount: owner, name, root, accounts, policies, handshakes } = organization;
  const isReal = accounts.some((account) => account.id === owner && !account.idIsSynthetic);
  if (idIsSynthetic || owner === undefined || !isReal) return [];
  const found: KeptName[] = [];
  const add = (kind: string, ids: readonly string[], label: string): void =>
    void found.push({ arn: `arn:aws:organizations::${owner}:${kind}/${[id, ...ids].join('/')}`, label });
  add('organization', [], name);
  if (!root.idIsSynthetic) add('root', [root.id], root.name);
  const walk = (units: readonly OrganizationalUnit[]): void => {
    for (const unit of units) {
      if (!unit.idIsSynthetic) add('ou', [unit.id], unit.path);
      walk(unit.organizationalUnits);
    }
  };
  walk(root.organizationalUnits);
  for (const account of accounts) if (!account.idIsSynthetic) add('account', [account.id], account.name);
  for (const { id: policy, idIsSynthetic: isMadeUp, type, reference, file } of policies.values()) {
    const constant = policyTypeConstantOf(type).toLowerCase();
    if (file === undefined) found.push({ arn: `arn:aws:organizations::aws:policy/${constant}/${policy}`, label: reference });
    else if (!isMadeUp) add('policy', [constant, policy], reference);
  }
  for (const { id: handshake, action, party } of handshakes) add('handshake', [action.toLowerCase(), handshake], party);
  return found;
}
