import { isAccessPolicy } from '../../core/policy/inferPolicyType';
import { formatPolicy, minifyPolicy } from '../../core/edits/formatPolicy';
import type { EditPlace } from '../../core/edits/policyLists';
import { sortAllLists } from '../../core/edits/sortLists';
import { planSplit, writeSplit } from '../../core/edits/splitPolicy';
import { bareStatements, wrapStatements } from '../../core/edits/wrapStatement';
import { message } from '../../core/text/message';

import { codeActionKinds, oneChange } from './offer';
import type { Offer, OfferRequest } from './offer';

/** What is done to a document as a whole when somebody asks for it: on saving, or from the menu of source actions. */
export function offerSourceActions({ document }: OfferRequest): readonly Offer[] {
  const { root, problems, comments } = document.syntax;
  if (root === undefined) return [];
  const sort: Offer = {
    id: 'sort-lists',
    kind: codeActionKinds.sortLists,
    title: message('Sort all lists and drop repetitions'),
    wholeDocument: true,
    make: () => ({ changes: sortAllLists(document) }),
  };
  if (problems.length > 0) return [sort];
  const minifyTitle = comments.length === 0 ? message('Minify the policy') : message('Minify the policy (its comments go)');
  return [
    sort,
    {
      id: 'format-policy',
      kind: codeActionKinds.formatPolicy,
      title: message('Format the policy in AWS order'),
      wholeDocument: true,
      make: () => oneChange(formatPolicy(document)),
    },
    {
      id: 'minify-policy',
      kind: codeActionKinds.minifyPolicy,
      title: minifyTitle,
      wholeDocument: true,
      make: () => oneChange(minifyPolicy(document)),
    },
  ];
}

/** A policy around statements that stand alone in a file. */
export function offerWrap({ document }: OfferRequest): readonly Offer[] {
  if (bareStatements(document) === undefined || document.syntax.problems.length > 0) return [];
  return [
    {
      id: 'wrap-statement',
      kind: codeActionKinds.wrapStatement,
      title: message('Wrap in a policy'),
      repairs: (code) => code === 'missing-statement',
      make: () => oneChange(wrapStatements(document)),
    },
  ];
}

/** Whether a finding says that a policy is too long. */
function isSizeFinding(code: string): boolean {
  return code.startsWith('policy-size-exceeds-');
}

/** Measuring takes a look at the whole policy: done where its size is the matter, or when somebody asks. */
export function offerSplit(request: OfferRequest, { statement }: EditPlace): readonly Offer[] {
  const { document, context, invoked, findings } = request;
  if (!invoked && statement !== undefined && !findings.some(isSizeFinding)) return [];
  const type = document.policyType();
  const plan = isAccessPolicy(type) ? planSplit(document, type, context.catalog) : undefined;
  if (plan === undefined) return [];
  const common = { id: 'split-policy', kind: codeActionKinds.splitPolicy, wholeDocument: true, repairs: isSizeFinding } as const;
  if (plan.kind === 'impossible') {
    return [
      {
        ...common,
        title: message('Split into policies of at most {0} characters', plan.limit),
        disabled: plan.reason,
        make: () => undefined,
      },
    ];
  }
  const { limit, documents } = plan;
  return [
    {
      ...common,
      title: message('Split into {0} policies of at most {1} characters, to be attached together', documents.length, limit),
      make: () => {
        const [own, ...others] = writeSplit(document, documents);
        if (own === undefined) return undefined;
        return { changes: [{ span: { start: 0, end: document.text.length }, newText: own }], newTexts: others };
      },
    },
  ];
}
