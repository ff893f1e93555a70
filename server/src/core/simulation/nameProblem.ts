import { namesMeant, withNames } from '../organization/organizationReader';
import type { Message } from '../text/message';

/** How bad it is: an error keeps a test from being run or from passing, a hint only helps to read. */
export type TestSeverity = 'error' | 'warning' | 'information' | 'hint';

/** Trouble with one text of a test: a name that nothing has, a value of the wrong form. */
export interface NameProblem {
  readonly code: string;
  readonly severity: TestSeverity;
  readonly message: Message;
  /** What may have been meant, each in the place of the whole text, the nearest first. */
  readonly nearest: readonly string[];
}

/** An error about a name; what may have been meant is said once. */
export function nameError(code: string, said: Message, nearest: readonly string[] = []): NameProblem {
  return { code, severity: 'error', message: namesMeant(said).length > 0 ? said : withNames(said, nearest), nearest };
}
