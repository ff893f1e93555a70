import type { TestItem } from '../../../server/src/protocol/decisions';

/** A test as it is shown, with what it is called in its file now. */
export interface KnownTest {
  /** What VS Code knows it by: it stays while the test moves, is renamed, or asks another thing. */
  readonly itemId: string;
  /** What the server calls it: its place. */
  readonly id: string;
  readonly key: string;
  readonly label: string;
  readonly children: readonly KnownTest[];
}

/**
 * Finds the tests of before among those of now, so that results, selection and what is open in the view stay with them: a test that says the
 * same is the same wherever it stands, then one of the same name, then one in the same place. What is left is new.
 */
export function matchTests(before: readonly KnownTest[], now: readonly TestItem[]): readonly KnownTest[] {
  const left = new Set(before);
  const matched = new Map<TestItem, KnownTest>();
  for (const nameOf of [keyOf, labelOf, placeOf]) {
    const byName = new Map<string, KnownTest[]>();
    for (const known of left) {
      const name = nameOf(known);
      const same = byName.get(name);
      if (same !== undefined) same.push(known);
      else if (name !== '') byName.set(name, [known]);
    }
    for (const test of now) {
      const found = matched.has(test) ? undefined : byName.get(nameOf(test))?.shift();
      if (found === undefined) continue;
      matched.set(test, found);
      left.delete(found);
    }
  }
  const used = new Set(before.map(({ itemId }) => itemId));
  return now.map((test) => {
    const found = matched.get(test);
    const itemId = found?.itemId ?? freeId(test.id, used);
    used.add(itemId);
    return { itemId, id: test.id, key: test.key, label: test.label, children: matchTests(found?.children ?? [], test.children) };
  });
}

type Named = Pick<TestItem, 'id' | 'key' | 'label'>;

const keyOf = ({ key }: Named): string => key;
const labelOf = ({ label }: Named): string => label;
const placeOf = ({ id }: Named): string => id;

/** An id that no test of now or before has: VS Code would take another's results for its own. */
function freeId(wanted: string, used: ReadonlySet<string>): string {
  let id = wanted;
  for (let count = 1; used.has(id); count += 1) id = `${wanted}~${count}`;
  return id;
}
