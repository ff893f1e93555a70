import type { CatalogTexts } from '../core/catalog/catalog';
import { resourceTypesOfArn } from '../core/catalog/resourceArn';
import { readOperator } from '../core/checks/support/conditionOperator';
import { isAccountId, splitArn } from '../core/policy/arn';
import { message } from '../core/text/message';
import type { Span } from '../core/text/span';

import { documentConditionKey } from './documentation';
import { glossary } from './glossary';
import type { Explained } from './hover';
import { code, inCode, paragraphs, plain } from './markdown';
import type { OrganizationNames } from './organizationIndex';
import type { ServiceContext } from './serviceContext';
import { managedPolicyUri } from './virtualDocuments';

/** A resource, a principal or the value of a condition, and where in its text somebody points. */
export interface AskedValue {
  readonly text: string;
  readonly index: number;
  readonly role: 'resource' | 'principal' | 'conditionValue';
  /** Of a principal: `AWS`, `Service` …; undefined for a plain one. */
  readonly type?: string | undefined;
  /** Of a condition. */
  readonly operator?: string;
  readonly key?: string;
}

/** The narrowest thing that can be explained: a variable, an id of the organization, else the value as a whole. */
export function explainValue(
  asked: AskedValue,
  context: ServiceContext,
  texts: CatalogTexts,
  names: OrganizationNames,
): Explained | undefined {
  const { text, index } = asked;
  const variable = pieceAt(text, index, /\$\{[^}]*\}/g);
  if (variable !== undefined) return { text: explainVariable(text.slice(variable.start, variable.end), context, texts), from: variable };
  const id = pieceAt(text, index, /\b(?:\d{12}|o-[a-z0-9]{10,32}|r-[a-z0-9]{4,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})\b/g);
  const named = id === undefined ? undefined : explainId(text.slice(id.start, id.end), context, names);
  const rest = explainWhole(asked, context, texts, names);
  if (named !== undefined && id !== undefined) return { text: paragraphs([named, text.startsWith('arn:') ? rest : undefined]), from: id };
  return rest === undefined ? undefined : { text: rest };
}

function pieceAt(text: string, index: number, pattern: RegExp): Span | undefined {
  for (const match of text.matchAll(pattern)) {
    const end = match.index + match[0].length;
    if (match.index <= index && index <= end) return { start: match.index, end };
  }
  return undefined;
}

function explainVariable(written: string, context: ServiceContext, texts: CatalogTexts): string {
  const { translate, catalog } = context;
  if (/^\$\{[*?$]\}$/.test(written))
    return translate(message('`{0}` stands for the character itself, which is no wildcard here.', inCode(written)));
  const [, key = '', fallback] = /^\$\{\s*([^},\s]*)\s*(?:,\s*'([^']*)')?/.exec(written) ?? [];
  const about = documentConditionKey(key, context, texts);
  if (about === undefined) return translate(message('No condition key has the name `{0}` (data of {1}).', inCode(key), catalog.date));
  return paragraphs([
    translate(message('Policy variable: stands for the value of the key in the request.')),
    translate(
      fallback === undefined
        ? message('Where the request does not carry it, nothing matches. Only with version `2012-10-17`.')
        : message('Where the request does not carry it, `{0}` is taken.', inCode(fallback)),
    ),
    about,
  ]);
}

/** An account, OU, root or organization by name. */
function explainId(id: string, { translate }: ServiceContext, names: OrganizationNames): string | undefined {
  const entity = names.entities.find((candidate) => candidate.id === id);
  if (entity !== undefined) {
    const path = entity.path === undefined || entity.path.startsWith(`${id}/`) ? undefined : entity.path;
    return paragraphs([`${code(id)} · ${translate(entity.kind)} **${plain(entity.name)}**`, path === undefined ? undefined : code(path)]);
  }
  const account = names.accounts.find((candidate) => candidate.id === id);
  return account === undefined ? undefined : `${code(id)} · ${translate(message('Account'))} **${plain(account.name)}**`;
}

function explainWhole(asked: AskedValue, context: ServiceContext, texts: CatalogTexts, names: OrganizationNames): string | undefined {
  const { text, role } = asked;
  const { translate } = context;
  const policy = explainManagedPolicy(text, context, texts);
  if (policy !== undefined) return policy;
  if (text.startsWith('arn:')) return paragraphs([explainArn(text, context, names), explainRoot(text, role, context)]) || undefined;
  if (role === 'principal') return explainPrincipal(asked, context);
  if (role === 'resource') return text === '*' ? translate(message('Every resource that the actions work on.')) : undefined;
  const found = [...new Set(text.match(/\b(?:o|r|ou)-[a-z0-9-]+/g) ?? [])].flatMap((id) => explainId(id, context, names) ?? []);
  return paragraphs([...found, explainOperand(asked, context)]) || undefined;
}

function explainManagedPolicy(text: string, { catalog, translate, commandLinks }: ServiceContext, texts: CatalogTexts): string | undefined {
  const managed = text.startsWith('arn:') ? catalog.managedPolicy(text) : undefined;
  if (managed === undefined) return undefined;
  const link = `command:gatehouse.openVirtualDocument?${encodeURIComponent(JSON.stringify([managedPolicyUri(managed.name)]))}`;
  return paragraphs([
    `**${managed.name}** · ${translate(message('AWS managed policy'))} · ${managed.defaultVersion}`,
    texts.managedPolicyDescription(text),
    commandLinks === true ? `[${translate(message('Show the policy'))}](${link})` : undefined,
  ]);
}

function explainArn(text: string, context: ServiceContext, names: OrganizationNames): string | undefined {
  const { translate, catalog } = context;
  const [, partition = '', service = '', region = '', written = '', ...rest] = splitArn(text);
  if (rest.length === 0) return undefined;
  // Buckets name no account, and an object is its bucket's.
  const account = written === '' ? (names.owners?.get(text) ?? names.owners?.get(text.replace(/\/.*$/, '')) ?? '') : written;
  const owner = names.accounts.find(({ id }) => id === account)?.name;
  const types = resourceTypesOfArn(catalog, text);
  // Several services work on the resources of one; that one's own word is the one to say.
  const own = types.filter((type) => type.service === service);
  const typeNames = [...new Set((own.length > 0 ? own : types).map(({ name }) => name))];
  const rows = [
    [message('Partition'), partition],
    [message('Service'), service],
    [message('Region'), region],
    [message('Account'), account],
    [message('Resource type'), typeNames.slice(0, 4).join(', ')],
    [message('Resource'), rest.join(':')],
  ] as const;
  const cells = rows
    .filter(([, value]) => value !== '')
    .map(([label, value]) => {
      const shown = code(value).replace(/\|/g, '\\|');
      return `| ${translate(label)} | ${shown}${label.template === 'Account' && owner !== undefined ? ` **${plain(owner)}**` : ''} |`;
    });
  const principal = names.principals.find(({ arn }) => arn === text)?.label;
  return paragraphs([principal === undefined ? undefined : `**${plain(principal)}**`, `| | |\n|---|---|\n${cells.join('\n')}`]);
}

/** `…:root` is the account where it is a principal, and the root user where it is compared. */
function explainRoot(text: string, role: AskedValue['role'], { translate }: ServiceContext): string | undefined {
  if (role === 'resource' || !/^arn:[^:]*:iam::[^:]*:root$/.test(text)) return undefined;
  const whole = message('The account as a whole: its own policies decide who of it may.');
  return translate(role === 'principal' ? whole : glossary.rootUser());
}

function explainPrincipal({ text, type }: AskedValue, { translate }: ServiceContext): string | undefined {
  if (text === '*') {
    return translate(
      type === undefined || type === 'AWS'
        ? message('Everybody, anonymous callers too: only conditions narrow it.')
        : message('Everybody of this type.'),
    );
  }
  if (isAccountId(text)) return translate(message('The account as a whole: its own policies decide who of it may.'));
  if (type === 'Service') return translate(message('A service of AWS that calls on its own behalf.'));
  return undefined;
}

/** What a value of a condition means to its operator. */
function explainOperand({ text, operator = '' }: AskedValue, { translate, catalog }: ServiceContext): string | undefined {
  const family = readOperator(operator)?.family;
  if (family === 'Date' && /^\d{9,11}$/.test(text)) return new Date(Number(text) * 1000).toISOString();
  if (family === 'IPAddress') {
    const [, address = '', prefix] = /^([\d.]+)\/(\d{1,2})$/.exec(text) ?? [];
    if (prefix !== undefined && Number(prefix) <= 32) {
      return translate(message('{0} addresses from `{1}` on', 2 ** (32 - Number(prefix)), address));
    }
  }
  const region = catalog.regions().find(({ name }) => name === text);
  if (region !== undefined) return translate(message('Region of the partition `{0}`', region.partition));
  if (catalog.servicePrincipals().includes(text)) return translate(message('A service of AWS that calls on its own behalf.'));
  return undefined;
}
