import type { EditPlace } from '../../core/edits/policyLists';
import { isSound } from '../../core/edits/document';
import { inlineJson, setMember } from '../../core/edits/jsonEdits';
import type { Organization } from '../../core/organization/organization';
import { memberOf, textOf, valueOf } from '../../core/syntax/queries';
import type { JsonNode, ObjectNode } from '../../core/syntax/nodes';
import { message } from '../../core/text/message';
import type { Message } from '../../core/text/message';

import { codeActionKinds } from './offer';
import type { Offer, OfferRequest, Rewrite } from './offer';

const orgIdKey = 'aws:PrincipalOrgID';

/**
 * The organization in the place of a list of its accounts. It lets in every account of the organization, those of tomorrow too, and in the
 * account of the resource people whose own policies say nothing: the title says that it is wider.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid>
 */
export function offerOrganizationId({ document, organization }: OfferRequest, { statement, list }: EditPlace): readonly Offer[] {
  if (organization === undefined || organization.idIsSynthetic || statement === undefined) return [];
  if (list?.kind !== 'principal' || list.negated || list.member.key.text !== 'AWS') return [];
  const type = document.policyType();
  // A key that nobody but the organization at large may use is no key of its account any more; and a trust policy is read with more care.
  if (type !== 'resource' && type !== 'resource:s3-bucket') return [];
  const listed = accountsIn(list.value);
  if (listed === undefined || listed.size < 2 || !isPlainAllow(statement) || !isSound(document, statement)) return [];
  const members = new Set(organization.accounts.filter(({ idIsSynthetic }) => !idIsSynthetic).map(({ id }) => id));
  if ([...listed].some((id) => !members.has(id))) return [];
  return [
    {
      id: 'organization-id',
      kind: codeActionKinds.organizationId,
      title: titleOf(listed.size, members.size - listed.size),
      make: () => rewrite(document, statement, list.value, organization),
    },
  ];
}

function titleOf(listed: number, others: number): Message {
  return others === 0
    ? message('Replace the {0} accounts by `aws:PrincipalOrgID` (wider: accounts that join later, and everyone in them)', listed)
    : message('Replace the {0} accounts by `aws:PrincipalOrgID` (wider: {1} more accounts, and those that join later)', listed, others);
}

/** The accounts of a list that names whole accounts alone, by id or as their root; undefined of any other list. */
function accountsIn(value: JsonNode): ReadonlySet<string> | undefined {
  if (value.kind !== 'array') return undefined;
  const ids = value.items.flatMap((item) => {
    const id = item.kind === 'string' ? /^(?:arn:aws:iam::(\d{12}):root|(\d{12}))$/.exec(item.text) : null;
    return id === null ? [] : [id[1] ?? id[2] ?? ''];
  });
  return ids.length === value.items.length ? new Set(ids) : undefined;
}

/** An Allow for these accounts and nobody else, which asks for no organization yet. */
function isPlainAllow(statement: ObjectNode): boolean {
  const principal = valueOf(statement, 'Principal');
  if (textOf(statement, 'Effect') !== 'Allow' || principal?.kind !== 'object' || principal.members.length !== 1) return false;
  const condition = memberOf(statement, 'Condition');
  if (condition === undefined) return true;
  if (condition.value?.kind !== 'object') return false;
  return condition.value.members.every(
    ({ value }) => value?.kind === 'object' && !value.members.some(({ key }) => /^aws:principalorg/i.test(key.text)),
  );
}

function rewrite(document: OfferRequest['document'], statement: ObjectNode, accounts: JsonNode, { id }: Organization): Rewrite {
  const everyone = { span: { start: accounts.start, end: accounts.end }, newText: '"*"' };
  const condition = valueOf(statement, 'Condition');
  const operator = condition?.kind === 'object' ? valueOf(condition, 'StringEquals') : undefined;
  const ofOrganization = inlineJson({ [orgIdKey]: id });
  const changes =
    operator?.kind === 'object'
      ? setMember(document, operator, orgIdKey, JSON.stringify(id))
      : condition?.kind === 'object'
        ? setMember(document, condition, 'StringEquals', ofOrganization)
        : setMember(document, statement, 'Condition', inlineJson({ StringEquals: { [orgIdKey]: id } }));
  return { changes: [everyone, ...changes] };
}
