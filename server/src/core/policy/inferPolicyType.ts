import type { JsonNode } from '../syntax/nodes';
import { itemsOf, memberOf, statementsOf, valueOf } from '../syntax/queries';

import type { DeclarativePolicyType, PolicyType } from './policyType';

/** Evidence for a policy's type that lies outside of its text, strongest first (product.md 2). */
export interface PolicyTypeEvidence {
  /** From the setting `gatehouse.policyFiles`. */
  readonly setting?: PolicyType | undefined;
  /** From the organization that references the file. */
  readonly organization?: PolicyType | undefined;
  /** Path of the file, `/` as separator. */
  readonly path?: string | undefined;
}

/** Names of the folders below `policies/`, and what they hold. */
export const declarativePolicyTypes: readonly DeclarativePolicyType[] = [
  'ec2',
  'tag',
  'backup',
  'ai-opt-out',
  'chat',
  'securityhub',
  'securityhub-cspm',
  'inspector',
  'guardduty',
  'upgrade-rollout',
  'bedrock',
  's3',
  'network-security-director',
];

const policyTypes: ReadonlySet<string> = new Set<PolicyType>([
  'identity',
  'resource',
  'resource:s3-bucket',
  'resource:kms-key',
  'trust',
  'scp',
  'rcp',
  'permissionsBoundary',
  'session',
  'vpcEndpoint',
  'delegation',
  ...declarativePolicyTypes,
]);

/** A policy type by its name in settings and on the command line, or undefined. */
export function readPolicyType(name: unknown): PolicyType | undefined {
  return typeof name === 'string' && isPolicyType(name) ? name : undefined;
}

function isPolicyType(name: string): name is PolicyType {
  return policyTypes.has(name);
}

/** Whether a type is one of the access policies, which the checks and the evaluator know; the others have grammars of their own. */
export function isAccessPolicy(type: PolicyType): boolean {
  return !declarativePolicyTypes.some((declarative) => declarative === type);
}

/**
 * The type of a policy: what settings say, else the organization, else the file's name and folder, else its content, else `identity`.
 * `text`: what the content was read from; it is no evidence, but one look at it spares thousands of looks at statements.
 */
export function inferPolicyType(root: JsonNode | undefined, evidence: PolicyTypeEvidence = {}, text?: string): PolicyType {
  const known = evidence.setting ?? evidence.organization ?? typeFromPath(evidence.path ?? '');
  if (known !== undefined) return known;
  return (text === undefined || mayNamePrincipal(text) ? typeFromContent(root) : undefined) ?? 'identity';
}

/** False: no key of the text is `Principal` or `NotPrincipal`, however it is written. */
function mayNamePrincipal(text: string): boolean {
  if (text.includes('\\u')) return true;
  // A search that began with a quote would stop at each.
  for (let at = text.indexOf('Principal"'); at >= 0; at = text.indexOf('Principal"', at + 1)) {
    const before = text.charAt(at - 1);
    if (before === '"' || (before === 't' && text.startsWith('"Not', at - 4))) return true;
  }
  return false;
}

const fileNames: readonly (readonly [RegExp, PolicyType])[] = [
  [/[.-]scp\.jsonc?$/i, 'scp'],
  [/[.-]rcp\.jsonc?$/i, 'rcp'],
  [/\.trust\.jsonc?$/i, 'trust'],
  [/\.boundary\.jsonc?$/i, 'permissionsBoundary'],
  [/\.session\.jsonc?$/i, 'session'],
  [/\.bucket\.jsonc?$/i, 'resource:s3-bucket'],
  [/\.(?:key|kms)\.jsonc?$/i, 'resource:kms-key'],
  [/\.resource\.jsonc?$/i, 'resource'],
  [/\.(?:vpce|endpoint)\.jsonc?$/i, 'vpcEndpoint'],
  [/\.delegation\.jsonc?$/i, 'delegation'],
];

const folders: readonly (readonly [RegExp, PolicyType])[] = [
  [/(?:^|\/)(?:service-control-policies|scps?|policies\/scp)\//i, 'scp'],
  [/(?:^|\/)(?:resource-control-policies|rcps?|policies\/rcp)\//i, 'rcp'],
  [/(?:^|\/)(?:permissions-boundaries|boundaries)\//i, 'permissionsBoundary'],
  [/(?:^|\/)(?:trust|trust-policies|assume-role-policies)\//i, 'trust'],
];

function typeFromPath(path: string): PolicyType | undefined {
  const byName = [...fileNames, ...folders].find(([pattern]) => pattern.test(path))?.[1];
  if (byName !== undefined) return byName;
  const folder = /(?:^|\/)policies\/([a-z0-9-]+)\/[^/]+$/i.exec(path)?.[1]?.toLowerCase();
  return declarativePolicyTypes.find((type) => type === folder);
}

/** Only what a document cannot be otherwise: a principal makes it resource-based, and nothing but assuming makes that a trust policy. */
function typeFromContent(root: JsonNode | undefined): PolicyType | undefined {
  const statements = statementsOf(root);
  if (!statements.some(hasPrincipal)) return undefined;
  const { found, families } = familiesOfActions(statements);
  if (!found) return 'resource';
  if (families.includes('trust') && statements.every((node) => memberOf(node, 'Resource') === undefined)) return 'trust';
  if (families.includes('organizations:')) return 'delegation';
  if (families.includes('s3:') && mentionsBucket(statements)) return 'resource:s3-bucket';
  return families.includes('kms:') ? 'resource:kms-key' : 'resource';
}

function hasPrincipal(statement: JsonNode): boolean {
  return statement.kind === 'object' && statement.members.some(({ key: { text } }) => text === 'Principal' || text === 'NotPrincipal');
}

/** What all actions have in common; a document of ten megabytes is not read on once nothing is left. */
function familiesOfActions(statements: readonly JsonNode[]): { readonly found: boolean; readonly families: readonly string[] } {
  let families: readonly string[] = ['trust', 'organizations:', 's3:', 'kms:'];
  let found = false;
  for (const statement of statements) {
    for (const node of itemsOf(valueOf(statement, 'Action'))) {
      if (node.kind !== 'string') continue;
      found = true;
      const action = node.text.toLowerCase();
      families = families.filter((family) => (family === 'trust' ? assuming.has(action) : action.startsWith(family)));
      if (families.length === 0) return { found, families };
    }
  }
  return { found, families };
}

function mentionsBucket(statements: readonly JsonNode[]): boolean {
  const resources = statements.flatMap((node) => itemsOf(valueOf(node, 'Resource')));
  return resources.some((node) => node.kind === 'string' && /^arn:[^:]*:s3:::/.test(node.text));
}

const assuming: ReadonlySet<string> = new Set([
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
  'sts:tagsession',
  'sts:setsourceidentity',
  'sts:setcontext',
]);
