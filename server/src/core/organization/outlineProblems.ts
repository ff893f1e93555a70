import type { Account, Organization, OrganizationProblem } from './organization';
import { createEntry } from './outlineEntry';
import type { OutlineEntry } from './outlineEntry';

/** A problem as a node of the tree. */
export function problemNode(problem: OrganizationProblem): OutlineEntry {
  const { file, span, code, message } = problem;
  return createEntry({
    id: `problem ${file} ${span.start} ${code}`,
    kind: 'problem',
    label: message,
    description: file,
    badges: ['problem'],
    origin: { file, span },
  });
}

/** The problems by the account that shows them. */
export interface PlacedProblems {
  /** Those in the account's folders, and those of its entry in the list of accounts. */
  of(account: Account): readonly OrganizationProblem[];
  readonly elsewhere: readonly OrganizationProblem[];
}

export function placeProblems({ accounts }: Organization, problems: readonly OrganizationProblem[]): PlacedProblems {
  const found = new Map<string, OrganizationProblem[]>();
  const elsewhere: OrganizationProblem[] = [];
  const accountOf = problems.length === 0 ? () => undefined : createFinder(accounts);
  for (const problem of problems) {
    const account = accountOf(problem);
    if (account === undefined) {
      elsewhere.push(problem);
      continue;
    }
    const known = found.get(account.id);
    if (known === undefined) found.set(account.id, [problem]);
    else known.push(problem);
  }
  return { of: ({ id }) => found.get(id) ?? [], elsewhere };
}

function createFinder(accounts: readonly Account[]): (problem: OrganizationProblem) => Account | undefined {
  const byFolder = new Map<string, Account>();
  const byFile = new Map<string, Account[]>();
  for (const account of accounts) {
    byFolder.set(account.id, account);
    if (!byFolder.has(account.name)) byFolder.set(account.name, account);
    const { file } = account.origin;
    const listed = byFile.get(file);
    if (listed === undefined) byFile.set(file, [account]);
    else listed.push(account);
  }
  return ({ file, span }) => {
    const [top, folder] = file.split('/');
    if (top === 'iam' || top === 'resources') return byFolder.get((folder ?? '').replaceAll('~1', '/'));
    return entryAround(byFile.get(file) ?? [], span.start, span.end);
  };
}

/** Accounts stand in a file in the order of the list. */
function entryAround(accounts: readonly Account[], start: number, end: number): Account | undefined {
  let low = 0;
  let high = accounts.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const account = accounts[middle];
    if (account === undefined) return undefined;
    if (end < account.extent.start) high = middle - 1;
    else if (start > account.extent.end) low = middle + 1;
    else return account.extent.start <= start && end <= account.extent.end ? account : undefined;
  }
  return undefined;
}
