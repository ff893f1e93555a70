import type { Decision } from '../../core/evaluation/decision';
import type { TraceDescription } from '../../core/evaluation/describeTrace';
import type { Trace } from '../../core/evaluation/trace';
import { message } from '../../core/text/message';
import type { Translate } from '../../core/text/message';

const signs: Readonly<Record<Decision | 'notApplicable', string>> = {
  allowed: '✓',
  explicitDeny: '✗',
  implicitDeny: '✗',
  undetermined: '?',
  notApplicable: '–',
};

/** A trace as lines of plain text: the decision, every layer, the statements that had a say or nearly, the context that was asked for. */
export function traceText(trace: Trace, words: TraceDescription, translate: Translate): string {
  const layers = trace.layers.flatMap(({ decision }, at) => {
    const layer = words.layers[at];
    return layer === undefined ? [] : [`  ${signs[decision]} ${translate(layer.label)}: ${translate(layer.explanation)}`];
  });
  const statements = trace.statements.flatMap(({ match }, at) => {
    const statement = words.statements[at];
    if (statement === undefined) return [];
    const said = match === 'matched' ? message('matched') : (statement.reason ?? message('did not match'));
    const outcome = statement.decided ? message('decided') : said;
    return [`  ${translate(statement.label)} (${translate(statement.layerLabel)}): ${translate(outcome)}`];
  });
  const context = trace.context.flatMap(({ key }, at) => {
    const entry = words.context[at];
    return entry === undefined ? [] : [`  ${key}: ${translate(entry.values)} (${translate(entry.origin)})`];
  });
  const section = (title: string, lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : [title, ...lines]);
  return [
    `${signs[trace.decision]} ${translate(words.headline)}`,
    ...(words.awsMessage === undefined ? [] : [`  ${words.awsMessage}`]),
    ...section(translate(message('Layers')), layers),
    ...section(translate(message('Statements')), statements),
    ...section(translate(message('Context')), context),
    ...[...words.problems, ...words.notes].map((said) => `  ! ${translate(said)}`),
  ].join('\n');
}
