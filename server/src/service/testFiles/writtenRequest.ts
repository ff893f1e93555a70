import type { ContextValue } from '../../core/evaluation/request';
import { readContext } from '../../core/simulation/testFields';
import type { JsonNode, ObjectNode } from '../../core/syntax/nodes';
import { itemsOf, textOf, valueOf } from '../../core/syntax/queries';

/** What a test asks as far as it is written: one that is being typed has no expectation yet. */
export interface WrittenRequest {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount: string | undefined;
  readonly context: Readonly<Record<string, ContextValue>>;
  readonly contextIsComplete: boolean;
}

/** The requests of a test, as many as `limit`; none while nobody asks or nothing is asked for. */
export function requestsOf(test: ObjectNode | undefined, root: JsonNode | undefined, limit: number): readonly WrittenRequest[] {
  const principal = textOf(test, 'principal');
  if (test === undefined || principal === undefined || principal === '') return [];
  const actions = stringsOf(test, 'action').slice(0, limit);
  const resources = stringsOf(test, 'resource').slice(0, limit);
  const complete = valueOf(test, 'contextIsComplete') ?? valueOf(root, 'contextIsComplete');
  const common = {
    principal,
    resourceAccount: textOf(test, 'resourceAccount'),
    context: { ...(root === undefined ? {} : readContext(root, nobody)), ...readContext(test, nobody) },
    contextIsComplete: complete?.kind === 'boolean' ? complete.value : true,
  };
  const pairs = actions.flatMap((action) =>
    (resources.length === 0 ? ['*'] : resources).map((resource) => ({ ...common, action, resource })),
  );
  return pairs.slice(0, limit);
}

/** The texts of a member, alone or in its list; empty ones are still being typed. */
export function stringsOf(test: ObjectNode | undefined, name: string): readonly string[] {
  return itemsOf(valueOf(test, name)).flatMap((node) => (node.kind === 'string' && node.text !== '' ? [node.text] : []));
}

function nobody(): void {
  // Diagnostics tell what is wrong.
}
