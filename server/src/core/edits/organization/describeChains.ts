import { attachedReferences, organizationalUnitsOf, policyTypeApplies } from '../../organization/effectivePolicies';
import type { Account, AttachmentTarget, Organization, OrganizationPolicyType } from '../../organization/organization';
import { message } from '../../text/message';
import type { Message } from '../../text/message';

/** The policies that reach accounts, level by level, told once for all that have the same. */
export interface DescribedChain {
  readonly accounts: readonly Account[];
  readonly lines: readonly Message[];
}

/** The chains of some accounts, in order of the accounts; what is on, SCPs and RCPs first. */
export function describeChains(organization: Organization, accountIds: readonly string[]): readonly DescribedChain[] {
  const wanted = new Set(accountIds);
  const types = [...organization.root.policyTypes.keys()].filter((type) => policyTypeApplies(organization, type));
  const chains = new Map<string, { accounts: Account[]; lines: readonly Message[] }>();
  const shared = new Map<string, readonly Message[]>();
  for (const account of organization.accounts) {
    if (!wanted.has(account.id)) continue;
    // Accounts of one place with the same attachments have the same chain: thousands are one look-up.
    const key = `${account.ou}\n${account.attach.join('\n')}\n${account.id === organization.managementAccount}`;
    const lines = shared.get(key) ?? linesOf(organization, account, types);
    shared.set(key, lines);
    const known = chains.get(key);
    if (known === undefined) chains.set(key, { accounts: [account], lines });
    else known.accounts.push(account);
  }
  return [...chains.values()];
}

function linesOf(organization: Organization, account: Account, types: readonly OrganizationPolicyType[]): readonly Message[] {
  const { units, complete } = organizationalUnitsOf(organization, account.ou);
  const places: readonly (readonly [string, AttachmentTarget])[] = [
    [organization.root.name, organization.root],
    ...units.map((unit) => [unit.name, unit] as const),
    ['=', account],
  ];
  const lines: Message[] = [message('in {0}', account.ou)];
  if (!complete) lines.push(message('an organizational unit on the way is not in the manifest: what it attaches is unknown'));
  if (account.id === organization.managementAccount) lines.push(message('management account (SCPs do not apply)'));
  for (const type of types) {
    for (const [name, place] of places) {
      const attached = attachedReferences(place, type).map((reference) => reference.slice(reference.indexOf('/') + 1));
      if (attached.length === 0) continue;
      lines.push(
        name === '='
          ? message('{0}  at the account: {1}', type.toUpperCase(), attached.join(', '))
          : message('{0}  at {1}: {2}', type.toUpperCase(), name, attached.join(', ')),
      );
    }
  }
  if (types.length === 0) lines.push(message('no policy type is enabled'));
  return lines;
}
