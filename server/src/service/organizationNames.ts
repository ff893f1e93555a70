import { principalName } from '../core/organization/findPrincipal';
import type { OrganizationalUnit } from '../core/organization/organization';
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

/** The names of several organizations together. */
export function collectNames(loaded: readonly LoadedOrganization[]): OrganizationNames {
  const accounts: { id: string; name: string }[] = [];
  const principals: { arn: string; label: string }[] = [];
  const entities: EntityName[] = [];
  const resources: string[] = [];
  const policies: string[] = [];
  for (const { organization } of loaded) {
    if (organization === undefined) continue;
    const { root } = organization;
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
      for (const { arn } of account.resources) resources.push(arn);
    }
  }
  return { accounts, principals, entities, resources, policies: [...new Set(policies)] };
}

type Identified = Pick<EntityName, 'id'> & { readonly idIsSynthetic: boolean };

function pathBelow(above: string | undefined, { id, idIsSynthetic }: Identified): string | undefined {
  return above === undefined || idIsSynthetic ? undefined : `${above}${id}/`;
}
