import { CompletionItemKind } from 'vscode-languageserver-types';

import type { ServiceContext } from '../serviceContext';

import type { Proposal } from './completionItem';

/** ARNs of the IAM policies that AWS manages; found by any part of the name. */
export function managedPolicyProposals({ catalog }: ServiceContext): readonly Proposal[] {
  return catalog.managedPolicies().flatMap(({ arn, name }) =>
    arn.startsWith('arn:aws:iam:')
      ? [
          {
            label: arn,
            kind: CompletionItemKind.Reference,
            description: name,
            rank: `3${name}`,
            data: { kind: 'managedPolicy', name: arn },
          },
        ]
      : [],
  );
}
