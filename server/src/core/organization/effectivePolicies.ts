import { oncePer } from '../text/oncePer';

import { accountIndexOf } from './accountIndex';
import type {
  Account,
  AttachmentTarget,
  Organization,
  OrganizationalUnit,
  OrganizationPolicy,
  OrganizationPolicyType,
  OrganizationRoot,
} from './organization';

/** One policy of a level; `policy` undefined: the organization has none of that reference, so what it says is unknown. */
export interface LevelPolicy {
  readonly reference: string;
  readonly policy: OrganizationPolicy | undefined;
}

/** What is attached at one place of the way from the root to an account. */
export interface Level {
  readonly kind: 'root' | 'organizationalUnit' | 'account' | 'unknown';
  readonly id: string;
  readonly name: string;
  readonly policies: readonly LevelPolicy[];
}

export interface EffectivePolicies {
  /** Undefined: no service control policies apply, because the type is not enabled or the feature set has none. */
  readonly scpLevels: readonly Level[] | undefined;
  readonly rcpLevels: readonly Level[] | undefined;
}

/** The account of an id, or undefined. */
export function accountOf(organization: Organization, accountId: string): Account | undefined {
  return accountIndexOf(organization).byId(accountId);
}

/**
 * The SCPs and RCPs that reach an account, level by level, root first.
 * That the management account is exempt is for the evaluator to say: its levels are here all the same.
 * <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html>
 */
export function effectivePolicies(organization: Organization, accountId: string): EffectivePolicies {
  return { scpLevels: levelsOf(organization, accountId, 'scp'), rcpLevels: levelsOf(organization, accountId, 'rcp') };
}

/** What one policy type has attached on the way to an account, root first; undefined when it does not apply, or there is no such account. */
export function levelsOf(organization: Organization, accountId: string, type: OrganizationPolicyType): readonly Level[] | undefined {
  const account = accountOf(organization, accountId);
  if (account === undefined || !policyTypeApplies(organization, type)) return undefined;
  return wayTo(organization, account).map((step) => levelAt(organization, step, type));
}

/** Whether policies of a type apply at all: only with all features, and only while enabled for the root. */
export function policyTypeApplies({ featureSet, root }: Pick<Organization, 'featureSet' | 'root'>, type: OrganizationPolicyType): boolean {
  return featureSet === 'ALL' && root.policyTypes.get(type) === 'ENABLED';
}

/** References of one type that a target has, as AWS has them: `FullAWSAccess` where nothing is written, `RCPFullAWSAccess` always. */
export function attachedReferences({ attach }: Pick<AttachmentTarget, 'attach'>, type: OrganizationPolicyType): readonly string[] {
  const written = attach.filter((reference) => reference.startsWith(`${type}/`));
  if (type === 'scp') return written.length === 0 ? ['scp/FullAWSAccess'] : written;
  if (type === 'rcp') return ['rcp/RCPFullAWSAccess', ...written.filter((reference) => reference !== 'rcp/RCPFullAWSAccess')];
  return written;
}

/** An organization path as `aws:PrincipalOrgPaths` has it, `o-…/r-…/ou-…/`; undefined where an OU is not known. */
export function organizationPath(organization: Organization, accountId: string): string | undefined {
  const account = accountOf(organization, accountId);
  if (account === undefined) return undefined;
  const { units, complete } = organizationalUnitsOf(organization, account.ou);
  if (!complete) return undefined;
  return [organization.id, organization.root.id, ...units.map(({ id }) => id)].map((id) => `${id}/`).join('');
}

/** The OUs on the way to a path, outermost first. */
export interface UnitsOnTheWay {
  readonly units: readonly OrganizationalUnit[];
  /** False where the manifest has no such OU. */
  readonly complete: boolean;
}

/** By path as it was asked for: thousands of accounts lie in one OU. */
const waysOf: (root: OrganizationRoot) => Map<string, UnitsOnTheWay> = oncePer(() => new Map());

export function organizationalUnitsOf({ root }: Pick<Organization, 'root'>, path: string): UnitsOnTheWay {
  const ways = waysOf(root);
  const known = ways.get(path);
  if (known !== undefined) return known;
  const way = walkTo(root, path);
  ways.set(path, way);
  return way;
}

function walkTo(root: OrganizationRoot, path: string): UnitsOnTheWay {
  const names = path.split('/').filter((name) => name !== '');
  const units: OrganizationalUnit[] = [];
  let below = root.organizationalUnits;
  let sought = '';
  for (const name of names) {
    sought = `${sought}/${name}`;
    const wanted = sought;
    const unit = below.find((candidate) => candidate.path === wanted);
    if (unit === undefined) return { units, complete: false };
    units.push(unit);
    below = unit.organizationalUnits;
  }
  return { units, complete: true };
}

type Step = Organization['root'] | OrganizationalUnit | Account | { readonly kind: 'unknown'; readonly name: string };

function wayTo(organization: Organization, account: Account): readonly Step[] {
  const { units, complete } = organizationalUnitsOf(organization, account.ou);
  const gap: readonly Step[] = complete ? [] : [{ kind: 'unknown', name: account.ou }];
  return [organization.root, ...units, ...gap, account];
}

/** Where an OU is not known, neither is what it has attached. */
function levelAt({ policies }: Organization, step: Step, type: OrganizationPolicyType): Level {
  if (step.kind === 'unknown') return { kind: 'unknown', id: '', name: step.name, policies: [{ reference: step.name, policy: undefined }] };
  const references = attachedReferences(step, type);
  return {
    kind: step.kind,
    id: step.id,
    name: step.name,
    policies: references.map((reference) => ({ reference, policy: policies.get(reference) })),
  };
}
