// Organizations as large as AWS allows them, as files in the native layout.

export interface OrganizationShape {
  readonly accounts: number;
  readonly units: number;
  /** Accounts whose users and roles are described, each in a file of its own. */
  readonly described: number;
  readonly principals: number;
  readonly policies: number;
  /** JSON with comments and trailing commas, as people write it. */
  readonly comments: boolean;
}

/** What AWS allows at most: accounts and OUs. */
export const largest: OrganizationShape = {
  accounts: 50_000,
  units: 2000,
  described: 1000,
  principals: 100_000,
  policies: 300,
  comments: false,
};

const document = (statement: object): string => `${JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, undefined, 2)}\n`;
export const accountId = (index: number): string => String(100_000_000_000 + index);

/** Half of all accounts lie in one OU, as the sandboxes of a company do. */
export const fullUnit = '/Unit-0';

/** The files by path; the manifest first. */
export function organizationFiles(shape: OrganizationShape): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const paths = unitPaths(shape.units);
  files.set('organization.jsonc', written(manifestOf(shape), shape));
  files.set(
    'accounts.jsonc',
    listText(
      Array.from({ length: shape.accounts }, (_, index) => accountOf(index, paths)),
      shape,
    ),
  );
  for (let index = 0; index < shape.units / 40; index++)
    files.set(`policies/scp/guard-${index}.json`, document({ Effect: 'Deny', Action: `s3:Delete${index}`, Resource: '*' }));
  for (let index = 0; index < shape.policies; index++)
    files.set(
      `policies/shared/policy-${index}.json`,
      document({ Effect: 'Allow', Action: ['s3:Get*', `ec2:Describe${index}`], Resource: '*' }),
    );
  const each = shape.principals / shape.described;
  for (let index = 0; index < shape.described; index++) {
    const entries = Array.from({ length: each }, (_, number) => principalOf(index * each + number, shape.policies));
    const users = entries.filter((_, number) => number % 2 === 0);
    const roles = entries
      .filter((_, number) => number % 2 === 1)
      .map((entry) => ({ ...entry, trust: '../../policies/shared/policy-0.json', tags: { team: `team-${index % 9}` } }));
    files.set(`iam/${accountId(index)}/principals.jsonc`, written({ users, roles }, shape));
  }
  return files;
}

/** A top level of 50, forty in each. */
function unitPaths(units: number): readonly string[] {
  const tops = Math.ceil(units / 40);
  return Array.from({ length: units }, (_, index) => (index < tops ? `/Unit-${index}` : `/Unit-${index % tops}/Team-${index}`));
}

function manifestOf({ units }: OrganizationShape): object {
  const tops = Math.ceil(units / 40);
  const ous = Array.from({ length: tops }, (_, top) => ({
    name: `Unit-${top}`,
    id: `ou-ab12-${String(top).padStart(8, '0')}`,
    attach: ['scp/FullAWSAccess', `scp/guard-${top}`],
    ous: Array.from({ length: units }, (_, index) => index)
      .filter((index) => index >= tops && index % tops === top)
      .map((index) => ({ name: `Team-${index}`, id: `ou-ab12-${String(index).padStart(8, '0')}` })),
  }));
  return {
    schemaVersion: 1,
    organization: { id: 'o-a1b2c3d4e5', name: 'Largest', featureSet: 'ALL', managementAccount: accountId(0) },
    root: { id: 'r-ab12', policyTypes: { SERVICE_CONTROL_POLICY: 'ENABLED' }, attach: ['scp/FullAWSAccess'], ous },
  };
}

function accountOf(index: number, paths: readonly string[]): object {
  return {
    name: `account-${index}`,
    id: accountId(index),
    email: `aws+account-${index}@example.com`,
    ou: index % 2 === 0 ? fullUnit : paths[index % paths.length],
    tags: { team: `team-${index % 100}`, stage: index % 3 === 0 ? 'prod' : 'dev' },
  };
}

function principalOf(index: number, policies: number): object {
  return {
    name: `person-${index}`,
    path: '/people/',
    managed: [`../../policies/shared/policy-${index % policies}.json`, `../../policies/shared/policy-${(index * 7) % policies}.json`],
  };
}

function written(value: object, { comments }: OrganizationShape): string {
  const text = JSON.stringify(value, undefined, 2);
  return comments ? text.replace(/^( +"name": .*)$/gm, '$1 // named by us').replace(/"\n( *)\}/g, '",\n$1}') : `${text}\n`;
}

/** One account a line. */
function listText(items: readonly object[], { comments }: OrganizationShape): string {
  const lines = items.map((item) => `  ${JSON.stringify(item)}`);
  return comments ? `[\n${lines.map((line) => `${line}, // ours\n`).join('')}]\n` : `[\n${lines.join(',\n')}\n]\n`;
}
