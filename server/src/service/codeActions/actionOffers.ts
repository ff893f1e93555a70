import { countExpansion, expandWildcards } from '../../core/edits/expandWildcards';
import type { WildcardExpansion } from '../../core/edits/expandWildcards';
import { listsOfStatement } from '../../core/edits/policyLists';
import type { EditPlace, PolicyList } from '../../core/edits/policyLists';
import type { ShrunkPattern } from '../../core/edits/shrinkActions';
import { shrinkableList, shrinkList } from '../../core/edits/shrinkList';
import type { JsonNode } from '../../core/syntax/nodes';
import { message } from '../../core/text/message';
import type { Message } from '../../core/text/message';

import { codeActionKinds, oneChange } from './offer';
import type { Offer, OfferRequest } from './offer';

/** More actions than this make no policy that AWS would take, nor one that anybody would read. */
const mostExpanded = 3000;

/** Lists longer than this are shrunk when somebody asks, not wherever a cursor stands. */
const longestUnasked = 300;

/** Wildcards to actions, and actions to wildcards. */
export function offerActionRewrites(request: OfferRequest, place: EditPlace): readonly Offer[] {
  const { statement, list, item } = place;
  if (statement === undefined) return [];
  if (list?.kind === 'action') {
    const one = item === undefined ? [] : expansionOffers('expand-one', request, [list], item);
    return [...one, ...manyExpansionOffers('expand-list', request, [list]), ...shrinkOffers(request, list)];
  }
  return manyExpansionOffers('expand-statement', request, listsOfStatement(statement));
}

type ExpansionScope = 'expand-one' | 'expand-list' | 'expand-statement';

/** What one wildcard alone would do needs no second offer, where that one is at the cursor. */
function manyExpansionOffers(scope: ExpansionScope, request: OfferRequest, lists: readonly PolicyList[]): readonly Offer[] {
  const { document, context } = request;
  const wildcards = lists.flatMap((list) => countExpansion(document, list, context.catalog)?.patterns ?? []);
  return wildcards.length > (scope === 'expand-list' ? 1 : 0) ? expansionOffers(scope, request, lists) : [];
}

function expansionOffers(
  scope: ExpansionScope,
  { document, context }: OfferRequest,
  lists: readonly PolicyList[],
  only?: JsonNode,
): readonly Offer[] {
  const { catalog } = context;
  const expansions = lists.flatMap((list) => countExpansion(document, list, catalog, only) ?? []);
  const actions = expansions.reduce((sum, expansion) => sum + expansion.actions, 0);
  if (actions === 0 || actions > mostExpanded) return [];
  return [
    {
      id: scope,
      kind: codeActionKinds.expandWildcards,
      title: expansionTitle(scope, expansions, actions, (pattern) => catalog.expandAction(pattern)[0] ?? ''),
      make: () => ({ changes: lists.flatMap((list) => expandWildcards(document, list, catalog, only) ?? []) }),
    },
  ];
}

function expansionTitle(
  scope: ExpansionScope,
  expansions: readonly WildcardExpansion[],
  actions: number,
  firstOf: (pattern: string) => string,
): Message {
  const patterns = expansions.flatMap((expansion) => expansion.patterns);
  const [pattern] = patterns;
  if (pattern !== undefined && patterns.length === 1) {
    return actions === 1
      ? message('Expand `{0}` to `{1}`', pattern, firstOf(pattern))
      : message('Expand `{0}` to its {1} actions', pattern, actions);
  }
  return scope === 'expand-list'
    ? message('Expand all wildcards of this list to their {0} actions', actions)
    : message('Expand all wildcards of this statement to their {0} actions', actions);
}

/** The cautious way first; wildcards anywhere only where they save more. */
function shrinkOffers({ document, context, invoked }: OfferRequest, list: PolicyList): readonly Offer[] {
  const length = list.value.kind === 'array' ? list.value.items.length : 1;
  if (!invoked && length > longestUnasked) return [];
  const cautious = shrinkableList(document, list, context.catalog);
  const anywhere = shrinkableList(document, list, context.catalog, { anywhere: true });
  const offer = (id: string, title: Message, patterns: readonly ShrunkPattern[]): Offer => ({
    id,
    kind: codeActionKinds.shrinkActions,
    title,
    make: () => oneChange(shrinkList(document, list, patterns)),
  });
  const offers: Offer[] = [];
  if (cautious !== undefined) offers.push(offer('shrink', shrinkTitle(length, cautious), cautious));
  if (anywhere !== undefined && anywhere.length < (cautious?.length ?? length)) {
    offers.push(offer('shrink-anywhere', shrinkAnywhereTitle(length, anywhere), anywhere));
  }
  return offers;
}

/** What AWS adds tomorrow nobody can count; the patterns that will take it in can be named. */
function shrinkTitle(length: number, patterns: readonly ShrunkPattern[]): Message {
  const fresh = newPatterns(patterns);
  if (fresh === undefined) return message('Shrink {0} patterns to {1}: the others repeat them', length, patterns.length);
  return message('Shrink {0} patterns to {1} that match the same today, also future actions matching {2}', length, patterns.length, fresh);
}

function shrinkAnywhereTitle(length: number, patterns: readonly ShrunkPattern[]): Message {
  return message(
    'Shrink {0} patterns to {1} with wildcards anywhere that match the same today, also future actions matching {2}',
    length,
    patterns.length,
    newPatterns(patterns) ?? '',
  );
}

/** At most three by name. */
function newPatterns(patterns: readonly ShrunkPattern[]): Message | string | undefined {
  const fresh = patterns.filter(({ isNew }) => isNew).map(({ text }) => `\`${text}\``);
  if (fresh.length === 0) return undefined;
  const named = fresh.slice(0, 3).join(', ');
  return fresh.length > 3 ? message('{0} and {1} more', named, fresh.length - 3) : named;
}
