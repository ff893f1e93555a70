import type { JsonNode } from '../../core/syntax/nodes';
import { itemsOf, statementsOf, valueOf } from '../../core/syntax/queries';
import type { Span } from '../../core/text/span';

/** The actions without wildcards that a policy names, each where it stands, without the quotes. */
export function* actionStrings(root: JsonNode | undefined): Generator<{ readonly span: Span; readonly action: string }> {
  for (const statement of statementsOf(root)) {
    for (const element of ['Action', 'NotAction']) {
      for (const value of itemsOf(valueOf(statement, element))) {
        if (value.kind !== 'string' || !/^[\w-]+:\w+$/.test(value.text)) continue;
        yield { span: { start: value.start + 1, end: value.unclosed === true ? value.end : value.end - 1 }, action: value.text };
      }
    }
  }
}
