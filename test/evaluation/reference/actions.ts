import { matchesGlob } from './glob';
import type { StatementJson } from './scenario';
import { toList } from './scenario';

/** Semantics 3.1: prefix and name apart, without regard to case. */
function matchesAction(pattern: string, action: string): boolean {
  if (pattern === '*') return true;
  if (/\s/.test(pattern)) return false;
  const colon = pattern.indexOf(':');
  if (colon < 0) return false;
  const [prefix = '', name = ''] = action.toLowerCase().split(':');
  return matchesGlob(pattern.slice(0, colon).toLowerCase(), prefix) && matchesGlob(pattern.slice(colon + 1).toLowerCase(), name);
}

/** Whether `Action` or `NotAction` of a statement covers the action. */
export function coversAction(statement: StatementJson, action: string): boolean {
  if (statement.Action !== undefined) return toList(statement.Action).some((pattern) => matchesAction(pattern, action));
  if (statement.NotAction === undefined) return false;
  return !toList(statement.NotAction).some((pattern) => matchesAction(pattern, action));
}
