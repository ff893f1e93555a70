import { minifiedSize, sizeWithoutWhitespace } from '../core/checks/support/policySize';
import type { PolicyType } from '../core/policy/policyType';
import type { JsonNode } from '../core/syntax/nodes';
import { message } from '../core/text/message';
import type { DocumentInfo } from '../protocol/requests';

import type { OpenDocument } from './documentStore';
import type { ServiceContext } from './serviceContext';
import { policyTypeMessage } from './words';

/** What the language status item shows about a document; null for documents that are none of our business. */
export function provideDocumentInfo(document: OpenDocument, { catalog, translate }: ServiceContext): DocumentInfo | null {
  const { kind } = document;
  if (kind === undefined) return null;
  if (kind !== 'policy') {
    const label = kind === 'manifest' ? message('Organization manifest') : message('Policy tests');
    return { kind, policyType: null, policyTypeLabel: translate(label), catalogDate: catalog.date, size: null };
  }
  const policyType = document.policyType();
  return {
    kind,
    policyType,
    policyTypeLabel: translate(policyTypeMessage(policyType)),
    catalogDate: catalog.date,
    size: sizeOf(document.syntax.root, policyType, (name) => catalog.quota(name)),
  };
}

/** The quota that a policy of a type is measured against; where several may hold, the one of the commonest use. */
const quotas: Partial<Readonly<Record<PolicyType, string>>> = {
  identity: 'managedPolicySize',
  permissionsBoundary: 'managedPolicySize',
  session: 'sessionPolicySize',
  trust: 'trustPolicySize',
  scp: 'scpDocumentSize',
  rcp: 'rcpDocumentSize',
  'resource:s3-bucket': 's3BucketPolicySize',
  'resource:kms-key': 'kmsKeyPolicySize',
  vpcEndpoint: 'vpcEndpointPolicySize',
  delegation: 'delegationPolicySize',
};

function sizeOf(root: JsonNode | undefined, type: PolicyType, quota: (name: string) => number | undefined): DocumentInfo['size'] {
  const limit = quota(quotas[type] ?? '');
  if (limit === undefined || root === undefined) return null;
  // IAM does not count white space; Organizations counts what is saved, and its console saves without.
  const used = type === 'scp' || type === 'rcp' || type === 'delegation' ? minifiedSize(root) : sizeWithoutWhitespace(root);
  return { used, limit };
}
