import type { Location } from '../../protocol/requests';
import type { BlockedActions, GrantEffect } from '../../core/queries/blockedActions';
import type { GuardBlock } from '../../core/queries/guardVerdict';
import { message } from '../../core/text/message';
import type { Message } from '../../core/text/message';

import { code, paragraphs } from '../markdown';
import type { ServiceContext } from '../serviceContext';

import type { DocumentEffects } from './effectiveActions';
import { blockLabel, blockSentence, placeOfBlock, revealLink } from './effectWords';

/** A hint on an action of a grant. */
export interface EffectHint {
  readonly label: string;
  /** Markdown: the whole of it. */
  readonly tooltip: string;
  /** The statement or policy that blocks, where it is one. */
  readonly location: Location | null;
}

/** How many services and reasons a tooltip names. */
const shownRows = 12;
const shownServices = 6;
const shownNames = 3;

/** What to say after a string whose actions do not all have an effect; undefined: all have, as far as is known. */
export function effectHint(grant: GrantEffect, found: DocumentEffects, context: ServiceContext): EffectHint | undefined {
  const { translate } = context;
  const { blocked, total } = grant;
  if (blocked.length === 0 || total === 0) return undefined;
  const lost = blocked.reduce((sum, { names }) => sum + names.length, 0);
  const reasons = distinct(blocked.flatMap(({ blocks }) => blocks));
  const [only] = reasons;
  const tooltip = tooltipOf(grant, lost, found, context);
  if (lost < total || reasons.length !== 1 || only === undefined) {
    const label = translate(message('{0} of {1} effective', shown(total - lost), shown(total)));
    return { label, tooltip, location: null };
  }
  return { label: blockLabel(only, translate), tooltip, location: placeOfBlock(only, found.places) };
}

function tooltipOf(
  { blocked, total, pattern }: GrantEffect,
  lost: number,
  { effects, places }: DocumentEffects,
  context: ServiceContext,
): string {
  const { translate, commandLinks } = context;
  const link = (block: GuardBlock): string | undefined => (commandLinks === true ? revealLink(placeOfBlock(block, places)) : undefined);
  const sentence = (block: GuardBlock): string => blockSentence(block, translate, link);
  const rows = [...blocked].sort((one, other) => other.names.length - one.names.length);
  const [first] = rows;
  const head =
    total === 1 && first !== undefined
      ? message('{0} is denied whatever else is attached, to {1}.', code(first.names[0] ?? pattern ?? ''), everybody(effects.principals))
      : message(
          '**{0}** of {1} actions are denied whatever else is attached, to {2}.',
          shown(lost),
          shown(total),
          everybody(effects.principals),
        );
  const list = rows
    .slice(0, shownRows)
    .map((row) => `- ${total === 1 ? '' : `${actionsOf(row, context)}: `}${row.blocks.map(sentence).join(' · ')}`);
  const rest = rows.length > shownRows ? translate(message('and {0} more reasons', rows.length - shownRows)) : undefined;
  return paragraphs([translate(head), list.join('\n'), rest]);
}

function everybody(principals: number): Message {
  return principals === 1
    ? message('the one principal who has this policy')
    : message('all {0} principals who have this policy', shown(principals));
}

/** How many actions of which services; of one service the first names. */
function actionsOf({ names }: BlockedActions, { translate }: ServiceContext): string {
  const counts = new Map<string, number>();
  for (const name of names) {
    const service = name.slice(0, name.indexOf(':'));
    counts.set(service, (counts.get(service) ?? 0) + 1);
  }
  const count = `**${shown(names.length)}**`;
  if (names.length <= shownNames) return names.map(code).join(', ');
  const services = [...counts].sort(([, one], [, other]) => other - one);
  const listed = services.slice(0, shownServices).map(([service, number]) => `${service} ${shown(number)}`);
  const more = services.length - listed.length;
  const text = listed.join(', ');
  return translate(
    more === 0 ? message('{0} actions ({1})', count, text) : message('{0} actions ({1} and {2} more services)', count, text, more),
  );
}

function distinct(blocks: readonly GuardBlock[]): readonly GuardBlock[] {
  return [...new Map(blocks.map((block) => [block.key, block])).values()];
}

function shown(count: number): string {
  return count.toLocaleString('en');
}
