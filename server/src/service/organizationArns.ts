import { DiagnosticSeverity } from 'vscode-languageserver-types';
import type { CodeAction, Diagnostic } from 'vscode-languageserver-types';

import { replaceFix } from '../core/checks/support/fixes';
import type { Organization } from '../core/organization/organization';
import { message } from '../core/text/message';
import type { Span } from '../core/text/span';

import { toCodeAction, toRange } from './convert';
import type { OpenDocument } from './documentStore';
import type { OrganizationIndex } from './organizationIndex';
import type { ServiceContext } from './serviceContext';
import { everywhere, visitPolicyStrings } from './structure/policyStrings';

const code = 'organization-arn-account';

/** An ARN of something that AWS Organizations keeps, under an account that does not own it. */
interface WrongOwner {
  readonly span: Span;
  readonly owner: string;
  readonly right: string;
}

/**
 * What is wrong with a policy as far as the organization knows better than the policy: ARNs of roots, OUs, accounts, policies and handshakes
 * carry the id of the management account, whichever account they are about.
 * <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html#awsorganizations-resources-for-iam-policies>
 */
export function provideOrganizationArnDiagnostics(
  document: OpenDocument,
  index: OrganizationIndex,
  { settings, translate }: ServiceContext,
): Diagnostic[] {
  return wrongOwners(document, index.organizationFor(document.uri, settings.organization)?.organization).map(({ span, owner }) => ({
    range: toRange(document, span),
    severity: DiagnosticSeverity.Warning,
    code,
    source: 'gatehouse',
    message: translate(message('ARNs of AWS Organizations carry the id of the management account: `{0}`', owner)),
  }));
}

/** Puts the management account where another stands. */
export function provideOrganizationArnFixes(
  document: OpenDocument,
  diagnostics: readonly Diagnostic[],
  index: OrganizationIndex,
  { settings, translate }: ServiceContext,
): CodeAction[] {
  const asked = diagnostics.filter((diagnostic) => diagnostic.source === 'gatehouse' && diagnostic.code === code);
  if (asked.length === 0) return [];
  const found = wrongOwners(document, index.organizationFor(document.uri, settings.organization)?.organization);
  return asked.flatMap((diagnostic) =>
    found
      .filter(({ span }) => document.textDocument.offsetAt(diagnostic.range.start) === span.start)
      .map(({ span, right }) => toCodeAction(document, replaceFix(span, right, true), diagnostic, translate)),
  );
}

/** Only of ARNs that name this organization by its own id: of others nobody here knows the owner. */
function wrongOwners(document: OpenDocument, organization: Organization | undefined): readonly WrongOwner[] {
  const owner = organization?.managementAccount;
  if (organization === undefined || document.kind !== 'policy' || organization.idIsSynthetic || !isRealOwner(organization)) return [];
  const found: WrongOwner[] = [];
  visitPolicyStrings(document.syntax.root, everywhere, ({ role, node }) => {
    if (owner === undefined || (role !== 'resource' && role !== 'conditionValue')) return;
    const [, before = '', account, after = '', id] =
      /^(arn:[^:]*:organizations::)(\d{12})(:[a-z]+\/(o-[a-z0-9]+)\/.*)$/.exec(node.text) ?? [];
    if (account === undefined || account === owner || id !== organization.id) return;
    found.push({ span: { start: node.start, end: node.end }, owner, right: `${before}${owner}${after}` });
  });
  return found;
}

function isRealOwner({ accounts, managementAccount }: Organization): boolean {
  return accounts.some(({ id, idIsSynthetic }) => id === managementAccount && !idIsSynthetic);
}
