import { message } from '../text/message';
import type { Message } from '../text/message';

import { accountOf, policyTypeApplies } from './effectivePolicies';
import type { Account, AttachmentTarget, Organization, OrganizationalUnit, OrganizationPolicyType, Origin } from './organization';
import type { OrganizationReader } from './organizationReader';
import { attachmentUse } from './quotaUse';
import type { Quotas } from './quotaUse';

/** What is done with what was found. */
type Report = OrganizationReader['report'];

/**
 * Reports what AWS Organizations would refuse (errors) and what would be in vain (warnings) in an organization whose files can be read:
 * depth, counts, lengths, attachments of a type that is off or that never reach the management account, delegation.
 * <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html>
 */
export function checkLimits(organization: Organization, quotas: Quotas, report: Report): void {
  const units = unitsBelow(organization.root.organizationalUnits, 1);
  const targets: readonly AttachmentTarget[] = [organization.root, ...units.map(({ unit }) => unit), ...organization.accounts];
  const limits: Limits = { quotas, report };
  checkUnits(organization, units, limits);
  checkPolicies(organization, limits);
  checkAccounts(organization, limits);
  for (const target of targets) checkAttachments(organization, target, limits);
  checkManagementAccount(organization, report);
  checkDelegation(organization, report);
}

interface Limits {
  readonly quotas: Quotas;
  readonly report: Report;
}

interface UnitAtLevel {
  readonly unit: OrganizationalUnit;
  /** 1 below the root. */
  readonly level: number;
}

function unitsBelow(units: readonly OrganizationalUnit[], level: number): readonly UnitAtLevel[] {
  return units.flatMap((unit) => [{ unit, level }, ...unitsBelow(unit.organizationalUnits, level + 1)]);
}

function checkUnits({ origin }: Organization, units: readonly UnitAtLevel[], { quotas, report }: Limits): void {
  const deepest = quotas.quota('organizationalUnitDepth') ?? Infinity;
  for (const { unit, level } of units) {
    checkLength(unit.name, 'organizationalUnitNameLength', unit.origin, { quotas, report });
    // What lies still deeper is mended with it.
    if (level === deepest + 1) {
      const text = message('AWS allows organizational units {0} levels deep, and this one is at level {1}', deepest, level);
      report(unit.origin, 'organizational-unit-too-deep', 'error', text);
    }
  }
  checkCount(units.length, 'organizationalUnits', origin, { quotas, report }, (limit) =>
    message('an organization has at most {0} organizational units, and this one has {1}', limit, units.length),
  );
}

function checkPolicies({ policies, origin }: Organization, limits: Limits): void {
  const counts = new Map<OrganizationPolicyType, number>();
  for (const policy of policies.values()) {
    if (policy.origin === undefined || policy.file === undefined) continue;
    counts.set(policy.type, (counts.get(policy.type) ?? 0) + 1);
    checkLength(policy.name, 'policyNameLength', policy.origin, limits);
    checkLength(policy.description ?? '', 'policyDescriptionLength', policy.origin, limits);
  }
  for (const [type, count] of counts) {
    const name = type === 'scp' ? 'scpsPerOrganization' : type === 'rcp' ? 'rcpsPerOrganization' : 'policiesPerOrganization';
    checkCount(count, name, origin, limits, (limit) =>
      message('an organization has at most {0} policies of type {1}, and this one has {2}', limit, type, count),
    );
  }
}

function checkAccounts({ accounts, origin }: Organization, limits: Limits): void {
  const { report } = limits;
  const byEmail = new Map<string, Account>();
  for (const account of accounts) {
    checkLength(account.name, 'accountNameLength', account.origin, limits);
    const tags = Object.keys(account.tags).length;
    checkCount(tags, 'tagsPerResource', account.origin, limits, (limit) =>
      message('an account has at most {0} tags, and this one has {1}', limit, tags),
    );
    const email = account.email?.toLowerCase();
    if (email === undefined) continue;
    const other = byEmail.get(email);
    if (other === undefined) byEmail.set(email, account);
    else report(account.origin, 'duplicate-email', 'error', message('`{0}` has the same email address', other.name));
  }
  checkCount(accounts.length, 'accountsRaised', origin, limits, (limit) =>
    message('an organization has at most {0} accounts, and this one has {1}', limit, accounts.length),
  );
}

/** Policies that AWS manages may stay where their type is off: taking them out of the file would say that they are to be detached. */
function checkAttachments(organization: Organization, target: AttachmentTarget, limits: Limits): void {
  if (target.attach.length === 0) return;
  const types = new Set(target.attach.flatMap((reference) => organization.policies.get(reference)?.type ?? []));
  for (const type of types) {
    const own = target.attach.find((reference) => {
      const policy = organization.policies.get(reference);
      return policy?.type === type && policy.file !== undefined;
    });
    if (own !== undefined && !organization.manifestIsBroken && !policyTypeApplies(organization, type)) {
      const why =
        organization.featureSet === 'ALL'
          ? message('`{0}` has no effect: policies of its type are not enabled for the root', own)
          : message('`{0}` has no effect: an organization with consolidated billing only has no policies', own);
      limits.report(target.origin, 'attachment-without-effect', 'warning', why);
    }
    const { attached, limit } = attachmentUse(target, type, limits.quotas);
    if (limit === undefined || attached <= limit) continue;
    const text = message('at most {0} policies of type {1} can be attached here, and {2} are', limit, type, attached);
    limits.report(target.origin, 'too-many', 'error', text);
  }
}

/** <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html> */
function checkManagementAccount(organization: Organization, report: Report): void {
  const account = accountOf(organization, organization.managementAccount ?? '');
  const policies = account?.attach.map((reference) => organization.policies.get(reference)) ?? [];
  const own = policies.find((policy) => policy?.file !== undefined && (policy.type === 'scp' || policy.type === 'rcp'));
  if (account === undefined || own === undefined || !policyTypeApplies(organization, own.type)) return;
  const text = message('`{0}` has no effect here: SCPs and RCPs do not reach the management account', own.reference);
  report(account.origin, 'attachment-without-effect', 'warning', text);
}

/** States in which an account is on its way out, or out. */
const leaving: ReadonlySet<string> = new Set(['SUSPENDED', 'PENDING_CLOSURE', 'CLOSED']);

/** <https://docs.aws.amazon.com/organizations/latest/APIReference/API_RegisterDelegatedAdministrator.html> */
function checkDelegation(organization: Organization, report: Report): void {
  const { delegatedAdministrators, managementAccount, origin } = organization;
  for (const [service, ids] of delegatedAdministrators) {
    for (const id of ids) {
      const account = accountOf(organization, id);
      if (id === managementAccount) {
        const text = message('the management account cannot be a delegated administrator ({0})', service);
        report(account?.origin ?? origin, 'invalid-delegated-administrator', 'error', text);
      } else if (account !== undefined && leaving.has(account.state)) {
        const text = message('an account that is {0} cannot be a delegated administrator ({1})', account.state, service);
        report(account.origin, 'invalid-delegated-administrator', 'error', text);
      }
    }
  }
}

function checkLength(text: string, quota: string, origin: Origin, { quotas, report }: Limits): void {
  const limit = quotas.quota(quota);
  if (limit === undefined || text.length <= limit) return;
  // AWS counts characters, not the halves of a pair.
  const length = [...text].length;
  if (length <= limit) return;
  report(origin, 'text-too-long', 'error', message('AWS allows {0} characters here, and these are {1}', limit, length));
}

function checkCount(count: number, quota: string, origin: Origin, { quotas, report }: Limits, text: (limit: number) => Message): void {
  const limit = quotas.quota(quota);
  if (limit !== undefined && count > limit) report(origin, 'too-many', 'error', text(limit));
}
