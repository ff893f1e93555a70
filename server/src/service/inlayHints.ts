import type { InlayHint, Range } from 'vscode-languageserver-types';

import { isAccessPolicy } from '../core/policy/inferPolicyType';
import type { JsonNode } from '../core/syntax/nodes';
import { nodeAt } from '../core/syntax/queries';
import type { JsonPath } from '../core/syntax/queries';
import { message } from '../core/text/message';
import type { Span } from '../core/text/span';

import { actionTotals } from './actionTotals';
import type { OpenDocument } from './documentStore';
import { effectHint } from './effects/effectHints';
import type { EffectHint } from './effects/effectHints';
import type { DocumentEffects } from './effects/effectiveActions';
import type { FileRole } from './navigation/fileRole';
import { mentionsOf } from './navigation/mentions';
import type { Mention, Site } from './navigation/mentions';
import { targetContext } from './navigation/navigation';
import type { NavigationContext } from './navigation/navigation';
import { targetOf } from './navigation/targets';
import type { TargetContext } from './navigation/targets';
import { patternUri } from './virtualDocuments';
import type { ServiceContext } from './serviceContext';

/** VS Code cuts what is longer. */
const longestHint = 40;

/** What a hint says, and the thing it is about: nothing is said twice on a line. */
interface Said {
  readonly about: string;
  readonly label: string;
  readonly tooltip: InlayHint['tooltip'];
  readonly opens: string | undefined;
  /** What the label is a link to. */
  readonly location?: EffectHint['location'];
}

/** Something said of a whole `Action` or `NotAction`, behind it; on its last line nothing else is, or VS Code would cut it. */
interface SaidBehind extends Said {
  readonly start: number;
  readonly end: number;
}

/**
 * In a range: after action patterns how many actions they cover, and what of them has an effect; after ids of accounts and OUs what they are
 * called. `effects`: what is known of those who have the policy.
 */
export function provideInlayHints(
  document: OpenDocument,
  { start, end }: Range,
  context: NavigationContext,
  effects: readonly DocumentEffects[] = [],
): InlayHint[] {
  const role = context.facts.roleOf(document);
  if (role === undefined || (role === 'policy' && document.kind === 'policy' && !isAccessPolicy(document.policyType()))) return [];
  const asked = { start: document.textDocument.offsetAt(start), end: document.textDocument.offsetAt(end) };
  const hints: InlayHint[] = [];
  const said = new Set<string>();
  const targets = targetContext(context);
  const say = (offset: number, hint: Said): void => {
    const position = document.textDocument.positionAt(offset);
    const key = `${String(position.line)} ${hint.about}`;
    if (said.has(key)) return;
    said.add(key);
    hints.push({ position, label: labelOf(hint), ...(hint.tooltip === undefined ? {} : { tooltip: hint.tooltip }), paddingLeft: true });
  };
  const behind = saidBehind(document, context.service, effects);
  const byString = effectsByString(effects, context.service);
  const lineOf = (offset: number): number => document.textDocument.positionAt(offset).line;
  const isBesideTotal = (node: JsonNode): boolean =>
    behind.some((total) => total.start <= node.start && node.end <= total.end && lineOf(node.end) === lineOf(total.end));
  for (const site of stringsWithin(document.syntax.root, asked)) {
    const effect = byString.get(site.node.start);
    const counted = effect === undefined ? (isBesideTotal(site.node) ? [] : countOf(site, context.service)) : [effect];
    for (const hint of [...counted, ...namesOf(role, site, document.uri, targets)]) say(site.node.end, hint);
  }
  for (const total of behind) if (asked.start <= total.end && total.start <= asked.end) say(total.end, total);
  return hints;
}

function labelOf({ label, opens, location }: Said): InlayHint['label'] {
  const value = label.length > longestHint ? `${label.slice(0, longestHint - 1)}…` : label;
  if (location !== undefined && location !== null) return [{ value, location: { uri: location.uri, range: location.range } }];
  return opens === undefined ? value : [{ value, command: { title: value, command: 'gatehouse.openVirtualDocument', arguments: [opens] } }];
}

function effectsByString(documents: readonly DocumentEffects[], service: ServiceContext): ReadonlyMap<number, Said> {
  const found = new Map<number, Said>();
  for (const document of documents) {
    for (const grant of document.effects.grants) {
      const hint = grant.pattern === undefined ? undefined : effectHint(grant, document, service);
      if (hint !== undefined) found.set(grant.span.start, saidOf(hint, grant.pattern?.toLowerCase() ?? ''));
    }
  }
  return found;
}

function saidOf({ label, tooltip, location }: EffectHint, about: string): Said {
  return { about, label, tooltip: { kind: 'markdown', value: tooltip }, opens: undefined, location };
}

/** What is said of whole elements: what guardrails deny, and what of a `NotAction` that allows has an effect. */
function saidBehind(document: OpenDocument, service: ServiceContext, effects: readonly DocumentEffects[]): readonly SaidBehind[] {
  const { root } = document.syntax;
  const guardrail = document.kind === 'policy' ? actionTotals(document.policy, document.policyType(), service.catalog) : [];
  const totals = guardrail.map(({ span, denied, total }) => {
    const label = service.translate(message('denies {0} of {1} actions', denied.toLocaleString('en'), total.toLocaleString('en')));
    return { ...listAround(root, span), about: label, label, tooltip: undefined, opens: undefined };
  });
  const grants = effects.flatMap((found) =>
    found.effects.grants.flatMap((grant) => {
      const hint = grant.pattern !== undefined ? undefined : effectHint(grant, found, service);
      return hint === undefined ? [] : [{ ...listAround(root, grant.span), ...saidOf(hint, hint.label) }];
    }),
  );
  return [...totals, ...grants];
}

/** The list that some values stand in; the value itself where it is alone. */
function listAround(root: JsonNode | undefined, { start, end }: Span): Span {
  const list = nodeAt(root, start + 1).parents.at(-1);
  return list?.kind === 'array' ? { start: list.start, end: list.end } : { start, end };
}

/** The string values that touch a span, each with its place; what lies outside is not entered. */
function* stringsWithin(root: JsonNode | undefined, asked: Span): Generator<Site> {
  function* visit(node: JsonNode, path: JsonPath): Generator<Site> {
    if (node.end < asked.start || node.start > asked.end) return;
    if (node.kind === 'string') yield { path, isKey: false, node, root };
    else if (node.kind === 'array') {
      for (const [index, item] of node.items.entries()) {
        if (item.start > asked.end) return;
        if (item.end >= asked.start) yield* visit(item, [...path, index]);
      }
    } else if (node.kind === 'object') {
      for (const { key, value } of node.members) if (value !== undefined) yield* visit(value, [...path, key.text]);
    }
  }
  if (root !== undefined) yield* visit(root, []);
}

function countOf({ path, node: { text } }: Site, { catalog, translate }: ServiceContext): readonly Said[] {
  const element = typeof path.at(-1) === 'number' ? path.at(-2) : path.at(-1);
  if ((element !== 'Action' && element !== 'NotAction') || !path.includes('Statement')) return [];
  if (!/[*?]/.test(text) || text === '*') return [];
  const { total } = catalog.countActions(text);
  // None: a check says so, at the same place and in words.
  if (total === 0) return [];
  const label = translate(total === 1 ? message('1 action') : message('{0} actions', total.toLocaleString('en')));
  return [{ about: text.toLowerCase(), label, tooltip: undefined, opens: patternUri(text) }];
}

/** Names of the accounts and OUs whose ids a string holds; where the name stands beside the id, it is no news. */
function namesOf(role: FileRole, site: Site, uri: string, targets: TargetContext): readonly Said[] {
  const named = mentionsOf(role, site).flatMap((mention) => {
    const id = idOf(role, mention);
    const name = id === undefined ? undefined : targetOf(mention, uri, undefined, targets)?.name;
    return id === undefined || name === undefined || name === id ? [] : [{ id, name }];
  });
  const [first] = named;
  if (first === undefined) return [];
  const label = [...new Set(named.map(({ name }) => name))].join(' · ');
  return [{ about: label, label, tooltip: named.map(({ id, name }) => `${id} · ${name}`).join('\n'), opens: undefined }];
}

function idOf(role: FileRole, { meaning, node }: Mention): string | undefined {
  if (meaning.kind === 'organizationalUnit' && role !== 'manifest') {
    return meaning.idOrPath.startsWith('ou-') ? meaning.idOrPath : undefined;
  }
  if (meaning.kind !== 'account' || role === 'accounts') return undefined;
  return /^\d{12}$/.test(meaning.idOrName) && node.text.includes(meaning.idOrName) ? meaning.idOrName : undefined;
}
