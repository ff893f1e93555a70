import { describeTrace } from '../core/evaluation/describeTrace';
import type { LevelNames } from '../core/evaluation/describeTrace';
import type { Decision } from '../core/evaluation/decision';
import type { Trace } from '../core/evaluation/trace';
import { message } from '../core/text/message';
import type { Translate } from '../core/text/message';

import { alignColumns } from './styles';
import type { Styles } from './styles';

/** How a trace is shown at a terminal. */
export interface ExplanationStyle {
  readonly translate: Translate;
  readonly styles: Styles;
}

/** One sign and one colour for each decision, everywhere. */
export function decisionSign(decision: Decision | 'notApplicable', styles: Styles): string {
  switch (decision) {
    case 'allowed':
      return styles.green('✓');
    case 'explicitDeny':
    case 'implicitDeny':
      return styles.red('✗');
    case 'undetermined':
      return styles.yellow('?');
    case 'notApplicable':
      return styles.dim('–');
  }
}

/** The decision in one line. */
export function headline(trace: Trace, names: LevelNames, { translate, styles }: ExplanationStyle): string {
  return `${decisionSign(trace.decision, styles)} ${translate(describeTrace(trace, names).headline)}`;
}

/** Everything that a trace tells: the layers, the statements that had a say or nearly, the context that was asked for. */
export function explanation(trace: Trace, names: LevelNames, { translate, styles }: ExplanationStyle): readonly string[] {
  const described = describeTrace(trace, names);
  const layers = trace.layers.flatMap(({ decision }, index) => {
    const layer = described.layers[index];
    if (layer === undefined) return [];
    return [[`  ${decisionSign(decision, styles)} ${translate(layer.label)}`, styles.dim(translate(layer.explanation))]];
  });
  const statements = trace.statements.map(({ match }, index) => {
    const statement = described.statements[index];
    if (statement === undefined) return [];
    const reason = statement.decided
      ? styles.bold(translate(message('decided')))
      : match === 'matched'
        ? translate(message('matched'))
        : translate(statement.reason ?? message('did not match'));
    return [`  ${translate(statement.label)}`, styles.dim(translate(statement.layerLabel)), reason];
  });
  const context = trace.context.flatMap(({ key }, index) => {
    const entry = described.context[index];
    return entry === undefined ? [] : [[`  ${key}`, translate(entry.values), styles.dim(translate(entry.origin))]];
  });
  return [
    ...(described.awsMessage === undefined ? [] : [styles.dim(`  ${described.awsMessage}`)]),
    ...section(translate(message('Layers')), layers, styles),
    ...section(translate(message('Statements')), statements, styles),
    ...section(translate(message('Context')), context, styles),
    ...[...described.problems, ...described.notes].map((said) => `  ${styles.yellow('!')} ${translate(said)}`),
  ];
}

function section(title: string, rows: readonly (readonly string[])[], styles: Styles): readonly string[] {
  return rows.length === 0 ? [] : [styles.bold(title), ...alignColumns(rows)];
}
