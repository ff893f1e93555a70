import { closeSync, openSync, writeSync } from 'node:fs';

import { accountId } from './organizationModel';

const document = (index: number): object => ({
  Version: '2012-10-17',
  Statement: Array.from({ length: 6 }, (_, statement) => ({
    Sid: `Statement${statement}`,
    Effect: 'Allow',
    Action: [`s3:Get${index}*`, 's3:List*', 'ec2:Describe*', 'logs:PutLogEvents'],
    Resource: `arn:aws:s3:::bucket-${index}-${statement}/*`,
  })),
});

const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** Writes outputs of `get-account-authorization-details`, a page of 100 roles a line: the roles that a StackSet puts into each account. */
export function writeAuthorizationDetails(file: string, bytes: number): void {
  const descriptor = openSync(file, 'w');
  const write = (op: string, input: object, output: object): number =>
    writeSync(descriptor, `${JSON.stringify({ op, in: input, out: output })}\n`);
  write('list-roots', {}, { Roots: [{ Id: 'r-ab12', Name: 'Root', PolicyTypes: [] }] });
  for (let written = 0, account = 0; written < bytes; account++) {
    const id = accountId(account);
    const RoleDetailList = Array.from({ length: 100 }, (_, index) => ({
      Path: '/',
      RoleName: `role-${index}`,
      RoleId: `AROA${String(account * 100 + index).padStart(17, '0')}`,
      Arn: `arn:aws:iam::${id}:role/role-${index}`,
      CreateDate: '2026-01-01T00:00:00+00:00',
      AssumeRolePolicyDocument: trust,
      InstanceProfileList: [],
      RolePolicyList: [{ PolicyName: 'inline', PolicyDocument: document(index) }],
      AttachedManagedPolicies: [{ PolicyName: 'ReadOnlyAccess', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
      Tags: [{ Key: 'stack', Value: `stack-${index}` }],
      RoleLastUsed: {},
    }));
    written += write('list-accounts', {}, { Accounts: [{ Id: id, Name: `account-${account}`, State: 'ACTIVE' }] });
    written += write('get-account-authorization-details', { AccountId: id }, { RoleDetailList });
  }
  closeSync(descriptor);
}
