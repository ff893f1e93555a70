import type { GuardBlock } from '../../core/queries/guardVerdict';
import { message } from '../../core/text/message';
import type { Message, Translate } from '../../core/text/message';
import type { Location } from '../../protocol/requests';

import { plain } from '../markdown';
import { placeOf } from '../statementPlace';
import type { PlaceSources } from '../statementPlace';

/** VS Code cuts what is longer. */
const longestLabel = 40;
/** Names are not cut below this. */
const shortestName = 6;

/** What a hint says of a block, cut so that all of it can be seen. */
export function blockLabel({ layer, at, policy, statement }: GuardBlock, translate: Translate): string {
  const level = at?.name ?? '';
  const name = policy?.name ?? '';
  if (layer === 'permissionsBoundary') return fitting([name], translate, (cut) => message('blocked by boundary {0}', cut(0)));
  if (statement === undefined) return fitting([level], translate, (cut) => message('no SCP at {0} allows it', cut(0)));
  return layer === 'rcp'
    ? fitting([name, level], translate, (cut) => message('blocked by RCP {0} at {1}', cut(0), cut(1)))
    : fitting([name, level], translate, (cut) => message('blocked by SCP {0} at {1}', cut(0), cut(1)));
}

function fitting(names: readonly string[], translate: Translate, say: (cut: (index: number) => string) => Message): string {
  const lengths = names.map(({ length }) => length);
  for (;;) {
    const label = translate(say((index) => cut(names[index] ?? '', lengths[index] ?? 0)));
    const longest = Math.max(...lengths);
    if (label.length <= longestLabel || longest <= shortestName) return cut(label, longestLabel);
    lengths[lengths.indexOf(longest)] = longest - 1;
  }
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** A block in Markdown, the statement a link where the client takes links that run commands. */
export function blockSentence(block: GuardBlock, translate: Translate, link: (block: GuardBlock) => string | undefined): string {
  const { layer, at, policy, statement } = block;
  const level = plain(at?.name ?? '');
  const name = `**${plain(policy?.name ?? '')}**`;
  const target = link(block);
  const sid = plain(statement?.sid?.text ?? `#${statement?.index ?? 0}`);
  const named = target === undefined ? sid : `[${sid}](${target})`;
  return translate(sentence(layer, name, level, statement === undefined ? undefined : named));
}

function sentence(layer: GuardBlock['layer'], name: string, level: string, statement: string | undefined): Message {
  switch (layer) {
    case 'permissionsBoundary':
      return statement === undefined
        ? message('the permissions boundary {0} does not allow it', name)
        : message('explicit deny by permissions boundary {0} ({1})', name, statement);
    case 'identity':
      return message('explicit deny by {0} ({1})', name, statement ?? '');
    case 'rcp':
      return message('explicit deny by RCP {0} at {1} ({2})', name, level, statement ?? '');
    case 'scp':
      return statement === undefined
        ? message('no SCP at {0} allows it', level)
        : message('explicit deny by SCP {0} at {1} ({2})', name, level, statement);
  }
}

/** Where the statement of a block stands, or the policy that lacks an allow. */
export function placeOfBlock({ policy, statement }: GuardBlock, places: PlaceSources): Location | null {
  return policy === undefined ? null : placeOf(policy.uri, statement ?? { start: 0, end: 0 }, places);
}

/** A link that shows a place. */
export function revealLink(location: Location | null): string | undefined {
  return location === null ? undefined : `command:gatehouse.revealLocation?${encodeURIComponent(JSON.stringify([location]))}`;
}
