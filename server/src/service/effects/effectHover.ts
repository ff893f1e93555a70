import { principalName } from '../../core/organization/findPrincipal';
import type { Organization } from '../../core/organization/organization';
import { namesBeside, namesOf } from '../../core/queries/blockedActions';
import { accountsBelow, controlReach } from '../../core/queries/controlReach';
import type { ControlReach } from '../../core/queries/controlReach';
import { effectiveFor } from '../../core/queries/effectiveFor';
import type { EffectiveFor, EffectiveGroup } from '../../core/queries/effectiveFor';
import type { MemberPrincipal } from '../../core/queries/members';
import type { PatternElement, Statement } from '../../core/policy/policy';
import { message } from '../../core/text/message';
import type { Message } from '../../core/text/message';

import type { OpenDocument } from '../documentStore';
import { code, paragraphs } from '../markdown';
import type { ServiceContext } from '../serviceContext';

import type { AttachedDocument, EffectiveActions } from './effectiveActions';
import { blockSentence, placeOfBlock, revealLink } from './effectWords';

/** How many groups of principals are told apart. */
const shownGroups = 8;
const shownBlocks = 3;

/** Who gets an action effectively, in Markdown: at an offset within an action string; undefined where nothing is to be said. */
export async function describeEffects(
  document: OpenDocument,
  offset: number,
  effective: EffectiveActions,
  context: ServiceContext,
): Promise<string | undefined> {
  const asked = askedAt(document, offset);
  if (asked === undefined) return undefined;
  const attached = await effective.attachedOf(document, context);
  if (attached === undefined) return undefined;
  const names = asked.action.negated ? namesBeside(asked.action, context.catalog) : namesOf(asked.text, context.catalog);
  if (names.length === 0) return undefined;
  const parts = [
    await describeGrant(document, { ...asked, names }, attached, effective, context),
    await describeControl(document, { ...asked, names }, attached, effective, context),
  ];
  return paragraphs(parts) === '' ? undefined : paragraphs(parts);
}

interface Asked {
  readonly statement: Statement;
  readonly action: PatternElement;
  readonly text: string;
}

interface AskedNames extends Asked {
  readonly names: readonly string[];
}

function askedAt({ kind, policy }: OpenDocument, offset: number): Asked | undefined {
  if (kind !== 'policy') return undefined;
  for (const statement of policy.statements) {
    const value = statement.action?.values.find(({ span }) => span.start <= offset && offset <= span.end);
    if (statement.action !== undefined && value !== undefined) return { statement, action: statement.action, text: value.text };
  }
  return undefined;
}

async function describeGrant(
  document: OpenDocument,
  { statement, names }: AskedNames,
  { guardrails, principals, policy, ...attached }: AttachedDocument,
  effective: EffectiveActions,
  context: ServiceContext,
): Promise<string | undefined> {
  if (statement.effect !== 'Allow' || principals.length === 0) return undefined;
  const query = effectiveFor(guardrails, { policy, statement, names }, principals, { spent: 0 });
  const found = await effective.run(document, query);
  return found === undefined ? undefined : grantInWords(found, attached, guardrails.sources.organization, context);
}

function grantInWords(
  { groups, actions, principals, asked }: EffectiveFor,
  { places }: Pick<AttachedDocument, 'places'>,
  organization: Organization,
  { translate, commandLinks }: ServiceContext,
): string {
  const link =
    commandLinks === true ? (block: Parameters<typeof placeOfBlock>[0]) => revealLink(placeOfBlock(block, places)) : () => undefined;
  const isWhole = ({ blocks, open, isUnmet }: EffectiveGroup): boolean => blocks.length === 0 && open === 0 && !isUnmet;
  const whole = groups.filter(isWhole);
  const others = groups.filter((group) => !isWhole(group)).sort((one, other) => other.count - one.count);
  const count = whole.reduce((sum, group) => sum + group.count, 0);
  const who = namesIn(
    whole.flatMap((group) => group.principals),
    count,
    organization,
  );
  const isOpen = others.some(({ blocks, open }) => open > 0 || blocks.reduce((sum, block) => sum + block.actions, 0) < actions);
  const lines = others
    .slice(0, shownGroups)
    .map((group) => `- ${translate(lineOf(group, actions, organization, (block) => blockSentence(block, translate, link)))}`);
  const rest = others.slice(shownGroups).reduce((sum, group) => sum + group.count, 0);
  if (rest > 0) lines.push(`- ${translate(message('and {0} more principals for other reasons', rest))}`);
  if (asked < principals) lines.push(`- ${translate(message('{0} more were not looked at: there are too many', principals - asked))}`);
  return paragraphs([translate(headOf(count, asked, isOpen, who)), lines.join('\n')]);
}

function headOf(count: number, asked: number, isOpen: boolean, who: Message): Message {
  if (count === 0 && isOpen) return message('**Effective** for nobody for certain of those who have this policy ({0}):', asked);
  if (count === 0) return message('**Not effective** for anybody who has this policy ({0}):', asked);
  return count === asked
    ? message('**Effective** for all {0} principals who have this policy: {1}', asked, who)
    : message('**Effective** for {0} of {1} principals who have this policy: {2}', count, asked, who);
}

function namesIn(principals: readonly MemberPrincipal[], count: number, organization: Organization): Message {
  const listed = principals.slice(0, 4).map((principal) => code(nameOf(principal, organization)));
  const text = listed.join(', ');
  return count > listed.length ? message('{0} and {1} more', text, count - listed.length) : message('{0}', text);
}

function nameOf(principal: MemberPrincipal, organization: Organization): string {
  if (principal.kind === 'root') return principal.arn;
  return principalName(organization, principal.account, principal.kind === 'user' ? principal.user : principal.role);
}

function lineOf(
  { blocks, open, keys, isUnmet, principals, count }: EffectiveGroup,
  actions: number,
  organization: Organization,
  sentence: (block: EffectiveGroup['blocks'][number]['block']) => string,
): Message {
  const who = namesIn(principals, count, organization);
  const lost = blocks.reduce((sum, block) => sum + block.actions, 0);
  const reasons = blocks
    .slice(0, shownBlocks)
    .map(({ block }) => sentence(block))
    .join(' · ');
  if (lost === actions) return message('not for {0}: {1}', who, reasons);
  if (isUnmet) return message('not for {0}: the condition of this statement does not hold', who);
  const why = keys.length === 0 ? message('on the resource') : message('on {0}', keys.map(code).join(', '));
  if (lost > 0 && open > 0)
    return message('{0} of {1} actions for {2}: {3}; {4} depend {5}', actions - lost, actions, who, reasons, open, why);
  if (lost > 0) return message('{0} of {1} actions for {2}: {3}', actions - lost, actions, who, reasons);
  return actions === 1
    ? message('perhaps for {0}: depends {1}', who, why)
    : message('perhaps for {0}: {1} actions depend {2}', who, open, why);
}

/** Of an SCP, an RCP or a boundary: whom its denials meet. */
async function describeControl(
  document: OpenDocument,
  { statement, names }: AskedNames,
  { guardrails, bounded, policy, file, loaded }: AttachedDocument,
  effective: EffectiveActions,
  context: ServiceContext,
): Promise<string | undefined> {
  const { translate } = context;
  const type = document.policyType();
  if (statement.effect !== 'Deny' || file === undefined) return undefined;
  const { organization } = guardrails.sources;
  const asked = { policy, statement, names, uri: loaded.uriOf(file) };
  if (type !== 'scp' && type !== 'rcp') {
    if (bounded.length === 0) return undefined;
    const reach = await effective.run(document, controlReach(guardrails, asked, bounded, { spent: 0 }));
    return reach === undefined ? undefined : reachInWords(reach, context);
  }
  const references = new Set([...organization.policies.values()].filter((one) => one.file === file).map(({ reference }) => reference));
  const accounts = await effective.run(document, accountsBelow(organization, references, type, { spent: 0 }));
  if (accounts === undefined || accounts.length === 0) return undefined;
  if (type === 'rcp') return translate(message('Reaches the resources of {0} accounts', shown(accounts.length)));
  const principals = accounts.flatMap((account): readonly MemberPrincipal[] => [
    ...account.principals.users.map((user) => ({ kind: 'user' as const, arn: user.arn, account, user })),
    ...account.principals.roles.map((role) => ({ kind: 'role' as const, arn: role.arn, account, role })),
  ]);
  if (principals.length === 0)
    return translate(message('Reaches {0} accounts, of which no users and roles are described', accounts.length));
  const reach = await effective.run(document, controlReach(guardrails, asked, principals, { spent: 0 }));
  return reach === undefined ? undefined : reachInWords({ ...reach, accounts: accounts.length }, context);
}

function reachInWords({ accounts, principals, denied, perhaps, allowedOtherwise }: ControlReach, { translate }: ServiceContext): string {
  const [inAccounts, among] = [shown(accounts), shown(principals)];
  if (denied === undefined) {
    return translate(message('Reaches {0} accounts with {1} principals, too many to ask about each of them', inAccounts, among));
  }
  const parts = [
    message('**Denied here** for {0} of {1} principals in {2} accounts', shown(denied), among, inAccounts),
    ...(perhaps === 0 ? [] : [message('for {0} it depends on what nobody knows', shown(perhaps))]),
    ...(allowedOtherwise === undefined ? [] : [message('{0} of the denied may have it allowed otherwise', shown(allowedOtherwise))]),
  ];
  return parts.map(translate).join('; ');
}

function shown(count: number): string {
  return count.toLocaleString('en');
}
