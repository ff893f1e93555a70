import type { Catalog } from '../catalog/catalog';
import { stemOf } from '../organization/organizationFiles';
import { lowerPolicy } from '../policy/lowerPolicy';
import type { Policy, Statement } from '../policy/policy';
import { parseJson } from '../syntax/parseJson';
import { memberOf } from '../syntax/queries';
import { nearestNames } from '../text/editDistance';
import { message } from '../text/message';
import { oncePer } from '../text/oncePer';
import { hasPlaceholder } from '../text/placeholder';

import { readStatementName } from './decidingStatement';
import type { StatementName } from './decidingStatement';
import { inBackticks } from './checkRequest';
import { nameError } from './nameProblem';
import type { NameProblem } from './nameProblem';
import { policiesByFile, policyNamesIn } from './policiesByFile';
import { inputsOf } from './standingRequest';
import type { TestGround } from './testGround';

/** A file that a test names by its path. */
export type NamedFile =
  | {
      readonly kind: 'found';
      readonly text: string;
      /** Its path in the organization's folder, if it lies there. */ readonly inOrganization: string | undefined;
    }
  | { readonly kind: 'missing' }
  /** Nobody can say: it cannot be read from here. */
  | { readonly kind: 'unknown' };

/** The files around a test file, as their host gets them. */
export interface TestFiles {
  /** A path relative to the test file; `orBelowOrganization`: then to the organization's folder, as `by` is. */
  find(written: string, orBelowOrganization: boolean): NamedFile;
  /** The text of a policy that AWS manages, by ARN or name. */
  managedPolicyDocument(arnOrName: string): string | undefined;
  /** Paths that may be written in the test file: what was meant by one that is missing is among them. */
  paths(): readonly string[];
}

/** What `by` is looked up with. */
export interface StatementSources {
  readonly files: TestFiles;
  /** Undefined: the organization is not known, so what it names is not. */
  readonly ground: TestGround | undefined;
  readonly catalog: Catalog;
}

export type StatementLookup =
  /** `text` is what the statement's span is of; undefined for one that no file holds as such. */
  | { readonly kind: 'found'; readonly statement: Statement; readonly text: string | undefined; readonly policy: Policy }
  /** A placeholder, a policy that cannot be read, a name that only a run can tell. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'notFound'; readonly problem: NameProblem };

/** The statement that a test's `by` names; what it has not is told with the nearest that there is. */
export function lookUpStatement(by: string, sources: StatementSources): StatementLookup {
  if (hasPlaceholder(by)) return unknown;
  const name = readStatementName(by);
  if (name === undefined) return { kind: 'notFound', problem: withoutStatement(by, sources) };
  const found = policiesNamed(name, sources);
  if (found.kind === 'notFound') return withRest(found.problem, by.slice(name.file.length));
  if (found.kind === 'unknown') return found;
  const policies = name.inline === undefined ? found.policies : found.policies.filter((policy) => policy.name === name.inline);
  if (policies.length === 0) return unknownInline(name, found.policies);
  if (policies.some(({ policy }) => policy === undefined)) return unknown;
  return statementIn(name, policies);
}

/** The rest of `by` stays where only the file was wrong. */
function withRest(problem: NameProblem, rest: string): StatementLookup {
  return { kind: 'notFound', problem: { ...problem, nearest: problem.nearest.map((file) => file + rest) } };
}

const unknown = { kind: 'unknown' } as const;

function statementIn(name: StatementName, policies: readonly NamedPolicy[]): StatementLookup {
  const all = policies.flatMap(({ policy, text }) =>
    policy === undefined ? [] : policy.statements.map((statement) => ({ policy, text, statement })),
  );
  const found =
    all.find(({ statement }) => statement.sid?.text === name.statement) ??
    all.find(({ statement }) => String(statement.index) === name.statement);
  if (found !== undefined) return { kind: 'found', ...found };
  const sids = all.flatMap(({ statement }) => (statement.sid === undefined || statement.sid.text === '' ? [] : [statement.sid.text]));
  const count = all.length;
  const near = nearestNames(name.statement, sids);
  const head = headOf(name);
  const nearest = (near.length > 0 ? near : count === 1 ? [sids[0] ?? '0'] : []).map((statement) => `${head}#${statement}`);
  const said = /^\d+$/.test(name.statement)
    ? message('`{0}` has no statement {1}; it has {2}, counted from 0', head, name.statement, count)
    : message('`{0}` has no statement with the Sid `{1}`', head, name.statement);
  return { kind: 'notFound', problem: nameError('unknown-statement', said, nearest) };
}

function headOf({ file, inline }: StatementName): string {
  return inline === undefined ? file : `${file}#${inline}`;
}

function unknownInline(name: StatementName, policies: readonly NamedPolicy[]): StatementLookup {
  const names = policies.flatMap((policy) => policy.name ?? []);
  const nearest = nearestNames(name.inline ?? '', names).map((near) => `${name.file}#${near}#${name.statement}`);
  const said = message('`{0}` holds no policy `{1}`', name.file, name.inline ?? '');
  return { kind: 'notFound', problem: nameError('unknown-policy', said, nearest) };
}

/** A path without a statement: the statements that its policy has. */
function withoutStatement(by: string, sources: StatementSources): NameProblem {
  const said = message('`{0}` names no statement; write FILE#SID or FILE#INDEX', by);
  const file = by.replace(/#$/, '');
  const found = file === '' ? unknown : policiesNamed({ file, inline: undefined, statement: '' }, sources);
  const only = found.kind === 'found' && found.policies.length === 1 ? found.policies[0]?.policy : undefined;
  const nearest = (only?.statements ?? []).slice(0, 3).map(({ sid, index }) => `${file}#${sid?.text ?? index}`);
  return nameError('invalid-statement-name', said, nearest);
}

interface NamedPolicy {
  readonly name: string | undefined;
  /** Undefined: it cannot be read. */
  readonly policy: Policy | undefined;
  readonly text: string | undefined;
}

type PoliciesLookup =
  { readonly kind: 'found'; readonly policies: readonly NamedPolicy[] } | Exclude<StatementLookup, { readonly kind: 'found' }>;

function policiesNamed(name: StatementName, sources: StatementSources): PoliciesLookup {
  const { file } = name;
  if (file.startsWith('arn:')) return policyOfArn(file, sources);
  const found = sources.files.find(file, true);
  if (found.kind === 'unknown') return unknown;
  if (found.kind === 'found') return policiesIn(found, name, sources);
  return policyCalled(name, sources);
}

function policyOfArn(arn: string, { files, ground, catalog }: StatementSources): PoliciesLookup {
  const text = files.managedPolicyDocument(arn);
  if (text !== undefined) return { kind: 'found', policies: [{ name: arn, policy: lowerPolicy(parseJson(text).root), text }] };
  const own = customerPolicy(arn, ground);
  if (own !== undefined) return { kind: 'found', policies: [own] };
  if (!/^arn:[^:]*:iam::aws:policy\//.test(arn) || catalog.managedPolicy(arn) !== undefined) return unknown;
  return { kind: 'notFound', problem: unknownManagedPolicy(arn, catalog) };
}

/** AWS may have added a policy after the day of the catalog: a warning. */
export function unknownManagedPolicy(arn: string, catalog: Catalog): NameProblem {
  const name = arn.split('/').at(-1) ?? arn;
  const nearest = nearestNames(
    name,
    catalog.managedPolicies().map((policy) => policy.name),
  ).flatMap((near) => catalog.managedPolicy(near)?.arn ?? []);
  const said =
    nearest.length === 0
      ? message('AWS manages no policy `{0}` (data of {1})', name, catalog.date)
      : message('AWS manages no policy `{0}`; nearest: {1} (data of {2})', name, inBackticks(nearest), catalog.date);
  return { code: 'unknown-managed-policy', severity: 'warning', message: said, nearest };
}

function customerPolicy(arn: string, ground: TestGround | undefined): NamedPolicy | undefined {
  if (ground?.kind !== 'organization') return undefined;
  const account = ground.organization.accounts.find(({ id }) => id === arn.split(':')[4]);
  const reference = account?.customerPolicies.find((policy) => policy.arn === arn)?.reference;
  return reference === undefined ? undefined : { name: arn, policy: ground.load(reference)?.policy, text: undefined };
}

/** The policies of a file: the one that it is, and those that the organization says stand in it. */
function policiesIn(found: FoundFile, { file, inline }: StatementName, { ground }: StatementSources): PoliciesLookup {
  const { text, inOrganization } = found;
  const { own, isBroken } = readOnce(found);
  const { organization, load } = ground?.kind === 'organization' ? ground : { organization: undefined, load: undefined };
  const held = inOrganization === undefined || organization === undefined ? [] : (policiesByFile(organization).get(inOrganization) ?? []);
  if (own !== undefined) {
    // In the organization the file's policy has the names of its uses too.
    const names = inline === undefined ? [undefined] : [stemOf(file), ...held.map(({ name }) => name)];
    return { kind: 'found', policies: names.map((name) => ({ name, policy: isBroken ? undefined : own, text })) };
  }
  if (held.length > 0) {
    const policies = held.map(({ name, reference }): NamedPolicy => {
      const isObject = reference.kind === 'embedded' && text.charAt(reference.origin.span.start) === '{';
      return { name, policy: load?.(reference)?.policy, text: isObject ? text : undefined };
    });
    return { kind: 'found', policies };
  }
  if (isBroken || text.includes('Statement')) return unknown;
  return { kind: 'notFound', problem: nameError('unknown-policy', message('`{0}` holds no policy', file)) };
}

type FoundFile = Extract<NamedFile, { readonly kind: 'found' }>;

/** Many tests name statements of one file. */
const readOnce = oncePer(({ text }: FoundFile) => {
  const { root, problems } = parseJson(text);
  return {
    own: memberOf(root, 'Statement') === undefined ? undefined : lowerPolicy(root),
    isBroken: problems.some(({ code }) => code === 'invalid-json' || code === 'nesting-too-deep'),
  };
});

/** Policies are known by the names that answers give them, too. */
function policyCalled({ file }: StatementName, { files, ground, catalog }: StatementSources): PoliciesLookup {
  if (ground === undefined) return unknown;
  const inputs = ground.kind === 'policies' ? inputsOf(ground.policies).filter(({ name }) => name === file) : [];
  if (inputs.length > 0) return { kind: 'found', policies: inputs.map(({ policy }) => ({ name: file, policy, text: undefined })) };
  const names = ground.kind === 'organization' ? policyNamesIn(ground.organization) : new Set<string>();
  if (names.has(file) || catalog.managedPolicy(file) !== undefined) return unknown;
  return { kind: 'notFound', problem: missingFile(file, files) };
}

/** A file that is not there; one of that name elsewhere is the first that may have been meant. */
export function missingFile(written: string, files: TestFiles): NameProblem {
  const plain = written.replace(/^\.\//, '');
  const paths = files.paths();
  const lastPart = `/${plain.split('/').at(-1) ?? plain}`;
  const namesakes = paths.filter((path) => `/${path}`.endsWith(lastPart) && path !== plain).slice(0, 3);
  const nearest = [...new Set([...namesakes, ...nearestNames(plain, paths)])].slice(0, 3);
  return nameError('missing-file', message('there is no file `{0}`', written), nearest);
}
