import type { OrganizationProblem } from './organization';
import type { OutlineEntry } from './outline';

/** A problem as a node of the tree. */
export function problemNode(problem: OrganizationProblem): OutlineEntry {
  const { file, span, code, message } = problem;
  return {
    id: `problem ${file} ${span.start} ${code}`,
    kind: 'problem',
    label: message,
    description: file,
    tooltip: message,
    accessibleLabel: message,
    badges: ['problem'],
    origin: { file, span },
    children: [],
  };
}
