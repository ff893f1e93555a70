import type { ChosenTests } from '../../../server/src/protocol/decisions';

/** A row of the Test Explorer, as far as choosing goes. */
export interface Row {
  /** Of the test file; undefined for a folder. */
  readonly file: string | undefined;
  /** What the server calls the test; undefined for a folder or a file. */
  readonly id: string | undefined;
  /** Excluded from the run, with all that is below it. */
  readonly isLeftOut: boolean;
  readonly children: readonly Row[];
}

/** What a run of some rows asks of the server: whole files where all of a file is meant. */
export function chooseTests(include: readonly Row[]): readonly ChosenTests[] {
  const chosen = new Map<string, Set<string> | undefined>();
  const add = (row: Row): void => {
    const { file, id, isLeftOut, children } = row;
    if (isLeftOut || (file !== undefined && chosen.has(file) && chosen.get(file) === undefined)) return;
    if (file !== undefined && id === undefined && !children.some(leavesOut)) chosen.set(file, undefined);
    else if (children.length > 0) children.forEach(add);
    else if (file !== undefined && id !== undefined) chosen.set(file, (chosen.get(file) ?? new Set()).add(id));
  };
  include.forEach(add);
  return [...chosen].map(([uri, ids]) => (ids === undefined ? { uri } : { uri, ids: [...ids] }));
}

function leavesOut({ isLeftOut, children }: Row): boolean {
  return isLeftOut || children.some(leavesOut);
}
