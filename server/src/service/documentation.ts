import type { AccessLevel, CatalogTexts } from '../core/catalog/catalog';
import { canEscalatePrivileges, privilegeEscalationSource } from '../core/catalog/privilegeEscalation';
import { readOperator } from '../core/checks/support/conditionOperator';
import type { OperatorFamily } from '../core/checks/support/conditionOperator';
import { message } from '../core/text/message';
import type { Message } from '../core/text/message';

import { inCode, paragraphs } from './markdown';
import type { ServiceContext } from './serviceContext';
import { patternUri } from './virtualDocuments';
import { accessLevelMessage } from '../core/catalog/accessLevelMessage';

const userGuide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
/** What matters most first. */
const levels: readonly AccessLevel[] = ['permissions', 'write', 'tagging', 'read', 'list'];
/** How many actions of a level a hover names. */
const shownOfLevel = 6;

/** An action in Markdown: what it does, level, resource types, keys, dependent actions, link. Undefined when nobody knows it. */
export function documentAction(name: string, { catalog, translate }: ServiceContext, texts: CatalogTexts): string | undefined {
  const action = catalog.action(name);
  if (action === undefined) return undefined;
  const resources = action.resourceTypes.map(({ name: type, required }) => `\`${type}\`${required ? '*' : ''}`);
  const keys = catalog.actionConditionKeys(name);
  const link = texts.actionLink(name);
  const method = privilegeEscalationSource(name);
  return paragraphs([
    `**${action.name}** · ${translate(accessLevelMessage(action.accessLevel))}`,
    texts.actionDescription(name),
    method === undefined
      ? undefined
      : `⚠ ${translate(message('Can lead to more permissions than were given.'))} [${translate(message('How'))}](${method})`,
    action.permissionOnly ? translate(message('No API call has this name; the permission is checked by others.')) : undefined,
    resources.length === 0
      ? translate(message('No resource types: `Resource` must be `*`.'))
      : `${translate(message('Resource types'))}: ${resources.join(', ')}`,
    keys.length === 0 ? undefined : `${translate(message('Condition keys'))}: ${some(keys, 12, translate)}`,
    action.dependentActions.length === 0
      ? undefined
      : `${translate(message('Often needs as well'))}: ${some(action.dependentActions, 12, translate)}`,
    link === undefined
      ? undefined
      : `[${translate(message('AWS documentation'))}](${link}) · ${translate(message('data of {0}', catalog.date))}`,
  ]);
}

/** That nobody knows an action, in Markdown; undefined for what is no name of one yet. */
export function documentUnknownAction(name: string, { catalog, translate }: ServiceContext): string | undefined {
  if (!/^[\w-]+:[\w-]+$/.test(name)) return undefined;
  return translate(message('No action has the name `{0}` (data of {1}).', name, catalog.date));
}

/**
 * A pattern in Markdown: how much it matches, by access level, and by name as far as there is room; what can lead to more permissions is
 * marked. `negated`: it stands in NotAction.
 */
export function documentPattern(pattern: string, negated: boolean, context: ServiceContext): string {
  const { catalog, translate, commandLinks } = context;
  const counts = catalog.countActions(pattern);
  const shown = inCode(pattern);
  if (counts.total === 0) return translate(message('`{0}` matches no action (data of {1})', shown, catalog.date));
  const names = catalog.expandAction(pattern);
  const services = new Set(names.map((name) => name.slice(0, name.indexOf(':')))).size;
  const matches =
    services === 1
      ? message('`{0}` matches **{1}** actions', shown, counts.total)
      : message('`{0}` matches **{1}** actions of {2} services', shown, counts.total, services);
  const rows = levels
    .filter((level) => counts[level] > 0)
    .map((level) => `| ${translate(accessLevelMessage(level))} | ${counts[level]} | ${sampleOf(names, level, services === 1, context)} |`);
  const link = `command:gatehouse.openVirtualDocument?${encodeURIComponent(JSON.stringify([patternUri(pattern)]))}`;
  const escalating = names.filter(canEscalatePrivileges);
  const others = catalog.countActions('*').total - counts.total;
  return paragraphs([
    translate(matches),
    negated ? translate(message('In `NotAction`: the statement is about the **{0}** others.', others)) : undefined,
    `| ${translate(message('Access level'))} | ${translate(message('Actions'))} | |\n|---|---:|---|\n${rows.join('\n')}`,
    escalating.length === 0
      ? undefined
      : `⚠ ${translate(message('Can lead to more permissions than were given'))}: ${some(escalating, 6, translate)}`,
    [
      ...(commandLinks === true ? [`[${translate(message('Show all of them'))}](${link})`] : []),
      translate(message('data of {0}', catalog.date)),
    ].join(' · '),
  ]);
}

/** The first few actions of a level, and how many more; without the prefix where all share it. */
function sampleOf(names: readonly string[], level: AccessLevel, short: boolean, { catalog, translate }: ServiceContext): string {
  const ofLevel = names.filter((name) => catalog.action(name)?.accessLevel === level);
  const shown = ofLevel.slice(0, ofLevel.length <= shownOfLevel ? shownOfLevel : shownOfLevel - 1);
  const text = shown.map((name) => (short ? name.slice(name.indexOf(':') + 1) : name));
  return some(text, shown.length, translate, ofLevel.length);
}

/** A condition key in Markdown: type, how many values, when a request carries it. Undefined when nobody knows it. */
export function documentConditionKey(name: string, { catalog, translate }: ServiceContext, texts: CatalogTexts): string | undefined {
  const key = catalog.conditionKey(name);
  if (key === undefined) return undefined;
  const values = catalog.conditionKeyValues(name);
  const link = texts.conditionKeyLink(name);
  const presence = texts.conditionKeyPresence(name);
  return paragraphs([
    `**${key.name}** · ${key.type} · ${translate(key.multivalued ? message('multivalued: takes `ForAnyValue:` or `ForAllValues:`') : message('one value'))}`,
    texts.conditionKeyDescription(name),
    presence === undefined ? presenceOf(key.present, translate) : `${translate(message('In a request'))}: ${presence}`,
    values === undefined ? undefined : `${translate(message('Known values'))}: ${some(values, 16, translate)}`,
    link === undefined ? undefined : `[${translate(message('AWS documentation'))}](${link})`,
  ]);
}

function presenceOf(present: 'always' | 'sometimes' | undefined, translate: ServiceContext['translate']): string | undefined {
  if (present === undefined) return undefined;
  return translate(present === 'always' ? message('Every request carries it.') : message('Not every request carries it.'));
}

const elementTexts: Readonly<Record<string, Message>> = {
  Version: message('The policy language. `2012-10-17` turns policy variables on; without it, or with `2008-10-17`, `${…}` is plain text.'),
  Id: message('A name for the policy. Only resource-based policies have one.'),
  Statement: message('One statement, or a list of them. Each allows or denies on its own; their order never matters.'),
  Sid: message('A name for the statement, unique in the policy. Letters and digits.'),
  Effect: message('`Allow` or `Deny`, in exactly this case. A matching `Deny` wins over any `Allow`.'),
  Principal: message('Who the statement is about. Only in resource-based policies, trust policies, VPC endpoint policies and RCPs.'),
  NotPrincipal: message('Everybody but these. Only with `Deny`; `Principal` with a condition on `aws:PrincipalArn` is safer.'),
  Action: message('What may, or may not, be done: `service:Name`, with `*` and `?`. Case does not matter.'),
  NotAction: message('Every action of every service but these. With `Allow` that is a great deal.'),
  Resource: message('On what: ARNs, with `*` and `?`. Case matters.'),
  NotResource: message('Every resource but these.'),
  Condition: message('When the statement applies. All operators and all keys must hold; of the values of one key, any.'),
};

/** The help of an element in Markdown. */
export function documentElement(name: string, { translate }: ServiceContext): string | undefined {
  const text = elementTexts[name];
  if (text === undefined) return undefined;
  const page = `${userGuide}/reference_policies_elements_${name.replace(/^Not/, 'not').toLowerCase()}.html`;
  return paragraphs([`**${name}**`, translate(text), `[${translate(message('AWS documentation'))}](${page})`]);
}

/** What an effect does, in Markdown; undefined for what is none. */
export function documentEffect(text: string, { translate }: ServiceContext): string | undefined {
  if (text === 'Allow') return paragraphs(['**Allow**', translate(message('Allows what matches, unless something denies it.'))]);
  if (text === 'Deny') return paragraphs(['**Deny**', translate(message('Denies what matches, whatever allows it.'))]);
  return undefined;
}

const principalTypeTexts: Readonly<Record<string, Message>> = {
  AWS: message('Accounts, users, roles and their sessions: by ARN, or an account by its id.'),
  Service: message('Services of AWS: `lambda.amazonaws.com`.'),
  Federated: message('Identity providers: OIDC and SAML providers by ARN, or `cognito-identity.amazonaws.com` and its like.'),
  CanonicalUser: message('An account by its canonical user id, as Amazon S3 has it.'),
};

/** A type of principals in Markdown. */
export function documentPrincipalType(name: string, { translate }: ServiceContext): string | undefined {
  const text = principalTypeTexts[name];
  if (text === undefined) return undefined;
  const page = `${userGuide}/reference_policies_elements_principal.html`;
  return paragraphs([`**${name}**`, translate(text), `[${translate(message('AWS documentation'))}](${page})`]);
}

const familyTexts: Readonly<Record<OperatorFamily, Message>> = {
  String: message('Compares text.'),
  Numeric: message('Compares numbers.'),
  Date: message('Compares instants: ISO 8601, or seconds since 1970.'),
  Bool: message('Compares with `true` or `false`.'),
  Binary: message('Compares bytes, written as base64.'),
  IPAddress: message('Compares addresses with CIDR blocks, IPv4 or IPv6.'),
  ARN: message('Compares ARNs part by part; `*` never crosses a colon.'),
  Null: message('`true`: the key is absent; `false`: it is present.'),
};

/** A condition operator in Markdown: what it compares, its negation, what its prefix and suffix mean. */
export function documentOperator(name: string, { translate }: ServiceContext): string | undefined {
  const operator = readOperator(name);
  if (operator === undefined) return undefined;
  const { family, negated, ifExists, qualifier } = operator;
  return paragraphs([
    `**${name}**`,
    translate(familyTexts[family]),
    operator.name.includes('Like') ? translate(message('`*` and `?` are wildcards.')) : undefined,
    operator.name.includes('IgnoreCase') ? translate(message('Case does not matter.')) : undefined,
    negated ? translate(message('Negated: holds when none of the values matches, and when the key is absent.')) : undefined,
    ifExists ? translate(message('`IfExists`: holds as well when the request does not carry the key.')) : undefined,
    qualifier === 'ForAnyValue'
      ? translate(message('`ForAnyValue`: at least one value of the request must match; false when the key is absent.'))
      : undefined,
    qualifier === 'ForAllValues'
      ? translate(message('`ForAllValues`: every value of the request must match; **true when the key is absent**.'))
      : undefined,
    `[${translate(message('AWS documentation'))}](${userGuide}/reference_policies_elements_condition_operators.html)`,
  ]);
}

function some(names: readonly string[], maximum: number, translate: ServiceContext['translate'], total = names.length): string {
  const shown = names
    .slice(0, maximum)
    .map((name) => `\`${name}\``)
    .join(', ');
  return total <= maximum ? shown : translate(message('{0} and {1} more', shown, total - maximum));
}
