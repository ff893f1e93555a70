import { readStatementName } from '../../core/simulation/decidingStatement';
import type { TestFile } from '../../core/simulation/readTests';
import type { JsonNode } from '../../core/syntax/nodes';
import { itemsOf, textOf, valueOf } from '../../core/syntax/queries';

/** The paths of policies that a test file names, in `by` and in `policies`, each once; ARNs are none. */
export function pathsNamedIn({ syntax, policies }: TestFile): readonly string[] {
  const named = itemsOf(valueOf(syntax.root, 'tests')).flatMap((test) => {
    const by = textOf(test, 'by') ?? '';
    return readStatementName(by)?.file ?? by.replace(/#$/, '');
  });
  return [...new Set([...named, ...stringsIn(policies)])].filter(
    (path) => path !== '' && !path.startsWith('arn:') && !path.startsWith('/'),
  );
}

function stringsIn(node: JsonNode | undefined): readonly string[] {
  if (node?.kind === 'string') return [node.text];
  if (node?.kind === 'array') return node.items.flatMap(stringsIn);
  if (node?.kind !== 'object') return [];
  // What stands in a document is the policy's matter.
  return node.members.flatMap(({ key, value }) => (key.text === 'Statement' ? [] : stringsIn(value)));
}
