import { SymbolKind } from 'vscode-languageserver-types';
import type { SymbolInformation } from 'vscode-languageserver-types';

import type { OrganizationalUnit, Origin } from '../../core/organization/organization';
import { stemOf } from '../../core/organization/organizationFiles';
import type { Range } from '../../protocol/requests';

import { locate } from '../convert';
import type { LoadedOrganization } from '../organizationIndex';
import { fileNameOf } from '../uris';

import type { FileFacts } from './fileFacts';
import type { NavigationContext } from './navigation';
import { unitsOf } from './targets';

/** More than anybody reads; the client filters again as one types on. */
const mostSymbols = 500;

interface Candidate {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly container: string;
  readonly locate: () => { readonly uri: string; readonly range: Range };
}

/** Policies, statements, accounts, OUs, users, groups, roles and tests whose name holds the letters of a query in order, the nearest first. */
export async function provideWorkspaceSymbols(
  query: string,
  context: NavigationContext,
  isCancelled: () => boolean,
): Promise<SymbolInformation[]> {
  const facts = await context.facts.all(isCancelled);
  const wanted = query.trim().toLowerCase();
  const ranked: { readonly candidate: Candidate; readonly rank: number }[] = [];
  const add = (candidate: Candidate): void => {
    const rank = rankOf(candidate.name, wanted);
    if (rank !== undefined) ranked.push({ candidate, rank });
  };
  for (const loaded of context.index.organizations()) for (const candidate of inOrganization(loaded)) add(candidate);
  for (const [uri, file] of facts) for (const candidate of inFile(uri, file)) add(candidate);
  ranked.sort((a, b) => a.rank - b.rank || a.candidate.name.length - b.candidate.name.length);
  return ranked.slice(0, mostSymbols).map(({ candidate: { name, kind, container, locate: place } }) => ({
    name,
    kind,
    containerName: container,
    location: place(),
  }));
}

/** 0: begins so; 1: a word within begins so; 2: holds it; 3: has its letters in this order; undefined: no. */
function rankOf(name: string, wanted: string): number | undefined {
  if (wanted === '') return 3;
  const lower = name.toLowerCase();
  const at = lower.indexOf(wanted);
  if (at === 0) return 0;
  if (at > 0) return /[^a-z0-9]/.test(lower.charAt(at - 1)) ? 1 : 2;
  let from = 0;
  for (const letter of wanted) {
    if (letter === ' ') continue;
    from = lower.indexOf(letter, from) + 1;
    if (from === 0) return undefined;
  }
  return 3;
}

function* inFile(uri: string, { role, statements, tests }: FileFacts): Generator<Candidate> {
  const name = fileNameOf(uri);
  const start = { line: 0, character: 0 };
  if (role === 'policy') {
    yield { name: stemOf(name), kind: SymbolKind.File, container: name, locate: () => ({ uri, range: { start, end: start } }) };
  }
  for (const { sid, container, range } of statements) {
    if (sid === undefined || sid === '') continue;
    yield { name: sid, kind: SymbolKind.Key, container: container ?? stemOf(name), locate: () => ({ uri, range }) };
  }
  for (const test of tests) yield { name: test.name, kind: SymbolKind.Method, container: name, locate: () => ({ uri, range: test.range }) };
}

function* inOrganization(loaded: LoadedOrganization): Generator<Candidate> {
  const { organization } = loaded;
  if (organization === undefined) return;
  const at =
    ({ file, span }: Origin) =>
    (): { readonly uri: string; readonly range: Range } =>
      locate(loaded.uriOf(file), loaded.textOf(file) ?? '', span);
  for (const unit of new Set<OrganizationalUnit>(unitsOf(organization).values())) {
    yield { name: unit.name, kind: SymbolKind.Package, container: `${unit.path} · ${unit.id}`, locate: at(unit.origin) };
  }
  for (const policy of organization.policies.values()) {
    // The file is a symbol already; this is the name where another one was given.
    if (policy.file === undefined || policy.origin === undefined || stemOf(policy.file) === policy.name) continue;
    yield { name: policy.name, kind: SymbolKind.File, container: policy.file, locate: at(policy.origin) };
  }
  for (const account of organization.accounts) {
    yield { name: account.name, kind: SymbolKind.Namespace, container: account.id, locate: at(account.origin) };
    if (account.name !== account.id)
      yield { name: account.id, kind: SymbolKind.Namespace, container: account.name, locate: at(account.origin) };
    const { users, groups, roles } = account.principals;
    for (const { name, origin } of [...users, ...groups])
      yield { name, kind: SymbolKind.Object, container: account.name, locate: at(origin) };
    for (const { name, origin } of roles) yield { name, kind: SymbolKind.Class, container: account.name, locate: at(origin) };
  }
}
