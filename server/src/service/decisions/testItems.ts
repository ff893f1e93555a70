import { hash } from '../../core/text/hash';
import type { Translate } from '../../core/text/message';
import { oncePer } from '../../core/text/oncePer';
import type { TestFileItem, TestItem } from '../../protocol/decisions';

import type { LiveRequest, LiveTestFile } from './live';

/** A case of a test file. */
export type TestRequest = Extract<LiveRequest, { readonly kind: 'test' }>;

/** A test file as the Test Explorer lists it; tests with lists have their cases below them. */
export function testFileItem(file: LiveTestFile, translate: Translate): TestFileItem {
  const groups = new Map<number, TestRequest[]>();
  for (const request of file.requests) groups.set(request.index, [...(groups.get(request.index) ?? []), request]);
  return {
    uri: file.uri,
    problem: problemOf(file, translate),
    tests: [...groups.values()].flatMap((cases) => itemOf(cases, file) ?? []),
  };
}

/** What is wrong with a file as a whole, a line for each problem; null: nothing. */
export function problemOf({ problems }: Pick<LiveTestFile, 'problems'>, translate: Translate): string | null {
  const lines = problems.map(({ message: said, range }) =>
    range === undefined ? translate(said) : `${range.start.line + 1}: ${translate(said)}`,
  );
  return lines.length === 0 ? null : lines.join('\n');
}

/** How many cases each test has, by the test's place. */
export function casesByTest(requests: readonly TestRequest[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { index } of requests) counts.set(index, (counts.get(index) ?? 0) + 1);
  return counts;
}

/** What a case is called in its file; a test that is one case is called by its place alone. */
export function idOf({ index, caseIndex }: TestRequest, cases: number): string {
  return cases === 1 ? String(index) : `${index}.${caseIndex}`;
}

/** Says what a case asks and expects, wherever it stands in its file. */
export const keyOf = oncePer(({ test }: TestRequest): string => {
  const { name, principal, action, resource, resourceAccount, context, contextIsComplete, expect, by } = test;
  const text = JSON.stringify([name, principal, action, resource, resourceAccount, context, contextIsComplete, expect, by]);
  // One hash of 32 bits would call two of a hundred thousand tests the same.
  return `${hash(text).toString(36)}-${hash(`${text.length} ${text}`).toString(36)}`;
});

function itemOf(cases: readonly TestRequest[], file: LiveTestFile): TestItem | undefined {
  const [first] = cases;
  if (first === undefined) return undefined;
  if (cases.length === 1) {
    const label = first.test.name;
    return leaf(first, { id: idOf(first, 1), label, description: descriptionOf(first) }, file);
  }
  const named = cases.map((request) => ({ request, ...nameOf(request) }));
  return {
    id: String(first.index),
    key: '',
    label: named[0]?.test ?? '',
    description: first.test.principal === named[0]?.test ? '' : first.test.principal,
    range: first.range,
    tags: [...new Set(cases.flatMap((request) => file.tagsOf(request)))],
    children: named.map(({ request, which }) =>
      leaf(request, { id: idOf(request, cases.length), label: which, description: request.test.expect }, file),
    ),
  };
}

function leaf(request: TestRequest, words: Pick<TestItem, 'id' | 'label' | 'description'>, file: LiveTestFile): TestItem {
  return { ...words, key: keyOf(request), range: request.range, tags: file.tagsOf(request), children: [] };
}

function descriptionOf({ test: { name, principal, action, resource } }: TestRequest): string {
  const parts = [principal, action, ...(resource === '*' ? [] : [resource])];
  return name === `${principal} ${action} ${resource}` ? '' : parts.join(' · ');
}

/** A case of a test with lists: the name of the test, and which case of it. `readTests` joins both in one name. */
function nameOf({ test: { name, principal, action, resource } }: TestRequest): { readonly test: string; readonly which: string } {
  const which = [`${action} ${resource}`, action, resource].find((text) => name.endsWith(` (${text})`));
  if (which === undefined) return { test: principal, which: `${action} ${resource}` };
  return { test: name.slice(0, -` (${which})`.length), which };
}
