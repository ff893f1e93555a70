import path from 'node:path';

import type { Catalog, CatalogTexts } from '../core/catalog/catalog';
import type { FindingType, Severity } from '../core/checks/check';
import { runChecks } from '../core/checks/runChecks';
import type { OrganizationProblem } from '../core/organization/organization';
import { inferPolicyType } from '../core/policy/inferPolicyType';
import { lowerPolicy } from '../core/policy/lowerPolicy';
import type { PolicyType } from '../core/policy/policyType';
import { sniffDocument } from '../core/policy/sniffDocument';
import type { JsonNode } from '../core/syntax/nodes';
import { parseJson } from '../core/syntax/parseJson';
import { nodeAt } from '../core/syntax/queries';
import { checkTests, manifestState } from '../core/simulation/checkTests';
import type { TestSeverity } from '../core/simulation/nameProblem';
import { readTests } from '../core/simulation/readTests';
import { createLineIndex } from '../core/text/lineIndex';
import type { LinePosition } from '../core/text/lineIndex';
import type { Message } from '../core/text/message';
import type { Span } from '../core/text/span';

import type { Configuration } from './configuration';
import { isFolder, listJsonFiles, readTextFile } from './files';
import type { Organizations } from './organizations';
import { filesAround, findGround } from './testGround';

/** A finding with its file, as the command line hands it out. */
export interface FileFinding {
  readonly file: string;
  readonly code: string;
  readonly findingType: FindingType;
  readonly message: Message;
  readonly path: readonly (string | number)[];
  readonly range: { readonly start: LinePosition; readonly end: LinePosition };
}

export interface CheckedFiles {
  readonly findings: readonly FileFinding[];
  readonly unreadable: readonly { readonly file: string; readonly problem: string }[];
  readonly checked: number;
}

export interface CheckOptions {
  readonly catalog: Catalog;
  readonly texts: CatalogTexts;
  readonly organizations: Organizations;
  readonly configuration: Configuration;
  /** Whatever else says so. */
  readonly policyType: PolicyType | undefined;
  readonly folder: string;
}

interface Target {
  /** As the user would write it. */
  readonly file: string;
  /** Named, not found in a folder: checked whatever it looks like. */
  readonly named: boolean;
}

/** Checks files, and in folders those that are a policy, a manifest or a test. */
export function checkFiles(paths: readonly string[], options: CheckOptions): CheckedFiles {
  const collected: Collected = { findings: [], unreadable: [], manifests: new Set(), checked: 0 };
  for (const target of paths.flatMap((written) => targetsOf(written, options.folder))) checkFile(target, options, collected);
  collected.findings.sort(byPlace);
  return collected;
}

interface Collected {
  readonly findings: FileFinding[];
  readonly unreadable: { readonly file: string; readonly problem: string }[];
  /** Folders whose organization was checked. */
  readonly manifests: Set<string>;
  checked: number;
}

function targetsOf(written: string, folder: string): readonly Target[] {
  if (!isFolder(path.resolve(folder, written))) return [{ file: written, named: true }];
  return listJsonFiles(path.resolve(folder, written)).map((below) => ({ file: path.join(written, below), named: false }));
}

function checkFile({ file, named }: Target, options: CheckOptions, collected: Collected): void {
  const absolute = path.resolve(options.folder, file);
  const read = readTextFile(absolute);
  if ('problem' in read) {
    collected.unreadable.push({ file, problem: read.problem });
    return;
  }
  const slashed = absolute.split(path.sep).join('/');
  const evidence = evidenceOf(absolute, options);
  const syntax = parseJson(read.text);
  const referenced = evidence.setting ?? evidence.organization;
  const kind = sniffDocument(slashed, syntax.root) ?? (referenced === undefined ? undefined : 'policy');
  if (kind === 'manifest') checkOrganization(file, absolute, options, collected);
  else if (kind === 'test') checkTestFile(file, absolute, read.text, options, collected);
  else if (named && isOrganizationFile(absolute, options)) checkOrganizationFile(file, absolute, options, collected);
  else if (kind === 'policy' || named) checkPolicy(file, slashed, read.text, evidence, options, collected);
  else return;
  collected.checked += 1;
}

function evidenceOf(absolute: string, { policyType, configuration, organizations }: CheckOptions) {
  return { setting: policyType ?? configuration.policyTypeOf(absolute), organization: organizations.policyTypeOf(absolute) };
}

function checkPolicy(
  file: string,
  absolute: string,
  text: string,
  evidence: ReturnType<typeof evidenceOf>,
  { catalog, configuration }: CheckOptions,
  { findings }: Collected,
): void {
  // AWS takes no comments; a file that is called `.jsonc` says that it is not what AWS gets.
  const { root, problems } = parseJson(text, { strict: !/\.jsonc$/i.test(absolute) });
  const policyType = inferPolicyType(root, { path: absolute, ...evidence });
  const severities = configuration.settings.checks;
  const place = placer(text, root);
  for (const { code, span, message } of problems) {
    if (severities[code] !== 'off') findings.push({ file, code, findingType: graded('error', severities[code]), message, ...place(span) });
  }
  for (const finding of runChecks({ text, root, policy: lowerPolicy(root), policyType }, { catalog, severities })) {
    const { code, findingType, message, span, path: place2 } = finding;
    findings.push({ file, code, findingType: graded(findingType, severities[code]), message, range: place(span).range, path: place2 });
  }
}

/** What a severity of the settings makes of a finding's type. */
function graded(findingType: FindingType, severity: Severity | undefined): FindingType {
  switch (severity) {
    case undefined:
    case 'off':
      return findingType;
    case 'error':
      return 'error';
    case 'warning':
      return findingType === 'securityWarning' ? 'securityWarning' : 'warning';
    case 'information':
    case 'hint':
      return 'suggestion';
  }
}

function checkTestFile(file: string, absolute: string, text: string, options: CheckOptions, { findings }: Collected): void {
  const tests = readTests(text);
  const ground = findGround(absolute, tests, options);
  const place = placer(text, tests.syntax.root);
  const severities = options.configuration.settings.checks;
  const sources = {
    files: filesAround(absolute, ground, options),
    ground: ground.kind === 'found' ? ground.ground : undefined,
    catalog: options.catalog,
    manifest: ground.kind === 'none' ? 'missing' : manifestState(ground.organization?.problems ?? []),
  } as const;
  for (const { code, severity, span, message } of checkTests(tests, sources)) {
    if (severities[code] === 'off') continue;
    findings.push({ file, code, findingType: graded(findingTypeOf(severity), severities[code]), message, ...place(span) });
  }
}

function findingTypeOf(severity: TestSeverity): FindingType {
  return severity === 'error' || severity === 'warning' ? severity : 'suggestion';
}

/** All files of the organization, wherever its trouble is: a manifest stands for its folder. */
function checkOrganization(file: string, absolute: string, { organizations }: CheckOptions, { findings, manifests }: Collected): void {
  const organization = organizations.open(path.dirname(absolute));
  if (manifests.has(organization.folder)) return;
  manifests.add(organization.folder);
  for (const problem of organization.problems) {
    findings.push(organizationFinding(path.join(path.dirname(file), problem.file), organization.files.read(problem.file) ?? '', problem));
  }
}

/** Whether a file is one of those that `readOrganization` reads itself. */
function isOrganizationFile(absolute: string, { organizations }: CheckOptions): boolean {
  const organization = organizations.of(absolute);
  if (organization === undefined) return false;
  const relative = path.relative(organization.folder, absolute).split(path.sep).join('/');
  return /^(?:accounts\.jsonc?|accounts\/[^/]+\.jsonc?|iam\/[^/]+\/(?:principals\.jsonc?|gaad\.json|(?:users|groups|roles)\/[^/]+\.jsonc?)|resources\/[^/]+\/resources\.jsonc?)$/i.test(
    relative,
  );
}

function checkOrganizationFile(file: string, absolute: string, { organizations }: CheckOptions, { findings, manifests }: Collected): void {
  const organization = organizations.of(absolute);
  if (organization === undefined || manifests.has(organization.folder)) return;
  const relative = path.relative(organization.folder, absolute).split(path.sep).join('/');
  for (const problem of organization.problems.filter((candidate) => candidate.file === relative)) {
    findings.push(organizationFinding(file, organization.files.read(relative) ?? '', problem));
  }
}

function organizationFinding(file: string, text: string, { code, severity, message, span }: OrganizationProblem): FileFinding {
  return { file, code, findingType: severity, message, ...placer(text, parseJson(text).root)(span) };
}

function placer(text: string, root: JsonNode | undefined) {
  const lines = createLineIndex(text);
  return ({ start, end }: Span) => ({
    path: nodeAt(root, start).path,
    range: { start: lines.positionAt(start), end: lines.positionAt(end) },
  });
}

function byPlace(a: FileFinding, b: FileFinding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  const { start: first } = a.range;
  const { start: second } = b.range;
  return first.line - second.line || first.character - second.character || (a.code < b.code ? -1 : 1);
}
