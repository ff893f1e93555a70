import type { Catalog } from '../../core/catalog/catalog';
import type { PolicyType } from '../../core/policy/policyType';
import { itemsOf, valueOf } from '../../core/syntax/queries';

import type { CompletionPlace, PolicyPlace } from './completionPlace';

/** Where actions are named; a test names them too. */
export type ActionPlace = CompletionPlace & Pick<PolicyPlace, 'type' | 'statement'>;

/** Which actions the policy at hand may name at all. */
export interface ActionScope {
  /** The only actions there are; undefined: those of the services. */
  readonly only: readonly string[] | undefined;
  readonly services: readonly string[];
  /** Whether a lone `*` is accepted. */
  readonly star: boolean;
}

/** A policy of one resource names the actions of its service, and a delegation policy those of Organizations. */
const services: Partial<Readonly<Record<PolicyType, readonly string[]>>> = {
  'resource:s3-bucket': ['s3'],
  'resource:kms-key': ['kms'],
  delegation: ['organizations'],
};

/**
 * The actions of a place by its policy's type.
 * <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html>
 * <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html>
 */
export function actionScope(place: ActionPlace, catalog: Catalog): ActionScope {
  const { type } = place;
  if (type === 'trust') return { only: trustActions(place), services: [], star: false };
  const only = services[type];
  if (only !== undefined) return { only: undefined, services: only, star: false };
  const all = catalog.services();
  if (type === 'rcp') return { only: undefined, services: all.filter((service) => catalog.supportsRcp(service)), star: false };
  return { only: undefined, services: all, star: true };
}

/** Actions of a trust policy, those that the kind of principal uses first. <https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html> */
function trustActions({ statement }: ActionPlace): readonly string[] {
  const federated = itemsOf(valueOf(valueOf(statement, 'Principal'), 'Federated'));
  const isSaml = federated.some((node) => node.kind === 'string' && node.text.includes(':saml-provider/'));
  const assuming = ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML'];
  if (federated.length > 0) assuming.push(...assuming.splice(0, 1));
  if (isSaml) assuming.reverse().push(...assuming.splice(0, 1));
  return [...assuming, 'sts:TagSession', 'sts:SetSourceIdentity', 'sts:SetContext'];
}
