import fc from 'fast-check';

import type { AuthorizationRequest, ContextValue, PolicyInput, PolicySet } from '../../server/src/core/evaluation/request';
import { lowerPolicy } from '../../server/src/core/policy/lowerPolicy';
import { nodeFromValue } from '../../server/src/core/syntax/nodeFromValue';

/** A policy as JSON, small enough to be changed by laws and rich enough to meet every rule. */
export interface Document {
  readonly Version: string;
  readonly Statement: readonly StatementDocument[];
}

export type StatementDocument = Readonly<Record<string, unknown>>;

/** Everything a decision needs, as JSON-like data. */
export interface Situation {
  readonly request: AuthorizationRequest;
  readonly identity: readonly Document[];
  readonly boundary: Document | undefined;
  readonly session: readonly Document[] | undefined;
  readonly resource: Document | undefined;
  readonly scp: readonly (readonly Document[])[] | undefined;
  readonly rcp: readonly (readonly Document[])[] | undefined;
  readonly endpoint: readonly Document[] | undefined;
  readonly managementAccount: string | undefined;
}

const accounts = ['111122223333', '444455556666'];
const [home = '', other = ''] = accounts;

export const principals: readonly string[] = [
  `arn:aws:iam::${home}:user/alice`,
  `arn:aws:iam::${home}:role/R`,
  `arn:aws:sts::${home}:assumed-role/R/s1`,
  `arn:aws:sts::${home}:federated-user/bob`,
  `arn:aws:iam::${home}:root`,
  'sns.amazonaws.com',
  'anonymous',
];

const operations: readonly (readonly [string, string])[] = [
  ['s3:GetObject', 'arn:aws:s3:::media/home/alice/a.png'],
  ['s3:PutObject', 'arn:aws:s3:::media/b.png'],
  ['s3:ListBucket', 'arn:aws:s3:::media'],
  ['s3:ListAllMyBuckets', '*'],
  ['sqs:SendMessage', `arn:aws:sqs:us-east-1:${home}:q`],
  ['kms:Decrypt', `arn:aws:kms:us-east-1:${home}:key/k`],
  ['sts:AssumeRole', `arn:aws:iam::${home}:role/T`],
  ['iam:CreateUser', `arn:aws:iam::${home}:user/x`],
  ['ec2:DescribeInstances', '*'],
];

const actionPatterns = [
  '*',
  's3:*',
  's3:Get*',
  's3:getobject',
  '*:*',
  'sqs:SendMessage',
  'kms:*',
  'sts:AssumeRole',
  'iam:Create?ser',
  's3:*Object',
  'ec2:*',
];
const resourcePatterns = [
  '*',
  'arn:aws:s3:::media/*',
  'arn:aws:s3:::media',
  'arn:aws:s3:::*',
  'arn:aws:s3:::media/home/${aws:username}/*',
  'arn:aws:s3*',
  `arn:aws:sqs:*:${home}:q`,
  'arn:aws:kms:us-east-1:*:key/*',
  `arn:aws:iam::${home}:role/T`,
  'arn:aws:ec2:*:*:instance/*',
];
const principalElements: readonly unknown[] = [
  '*',
  { AWS: '*' },
  { AWS: home },
  { AWS: other },
  { AWS: `arn:aws:iam::${home}:root` },
  { AWS: `arn:aws:iam::${home}:user/alice` },
  { AWS: [`arn:aws:iam::${home}:role/R`, `arn:aws:sts::${home}:federated-user/bob`] },
  { AWS: `arn:aws:sts::${home}:assumed-role/R/s1` },
  { Service: 'sns.amazonaws.com' },
];

/** Values that conditions of the arbitraries ask for, and some that none does. */
export const contextValues: Readonly<Record<string, readonly ContextValue[]>> = {
  'aws:SourceIp': ['203.0.113.7', '198.51.100.1'],
  'aws:SourceVpc': ['vpc-1', 'vpc-2'],
  'aws:PrincipalTag/team': ['data', 'web', ''],
  'aws:TagKeys': [['team'], ['team', 'cost'], []],
  'aws:MultiFactorAuthAge': ['5', '5000'],
};

const conditions: readonly unknown[] = [
  { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  { StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
  { StringNotEquals: { 'aws:SourceVpc': ['vpc-1', 'vpc-2'] } },
  { StringLikeIfExists: { 'aws:SourceVpc': 'vpc-*' } },
  { StringEquals: { 'AWS:principaltag/Team': 'data' } },
  { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['team'] } },
  { 'ForAllValues:StringLike': { 'aws:TagKeys': ['team', 'c*'] } },
  { Null: { 'aws:SourceVpc': 'true' } },
  { NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } },
  { StringEquals: { 'aws:SourceVpc': 'vpc-${aws:PrincipalTag/team}' } },
  { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${home}:role/*` } },
];

function element(name: string, values: readonly string[], allowNegated: boolean): fc.Arbitrary<StatementDocument> {
  const list = fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
  const names = allowNegated ? fc.constantFrom(name, name, name, `Not${name}`) : fc.constant(name);
  return fc.tuple(names, list).map(([key, chosen]) => ({ [key]: chosen }));
}

/** A statement; with a principal for the kinds of policy that need one. */
export function statement(options: { readonly principal: boolean; readonly effect?: 'Allow' | 'Deny' }): fc.Arbitrary<StatementDocument> {
  const effect = options.effect === undefined ? fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny') : fc.constant(options.effect);
  return fc
    .tuple(
      effect,
      element('Action', actionPatterns, true),
      element('Resource', resourcePatterns, true),
      fc.option(fc.constantFrom(...conditions), { nil: undefined, freq: 2 }),
      fc.constantFrom(...principalElements),
    )
    .map(([Effect, action, resource, Condition, Principal]) => ({
      Effect,
      ...(options.principal ? { Principal } : {}),
      ...action,
      ...resource,
      ...(Condition === undefined ? {} : { Condition }),
    }));
}

function document(principal: boolean): fc.Arbitrary<Document> {
  const version = fc.constantFrom('2012-10-17', '2012-10-17', '2012-10-17', '2008-10-17');
  return fc.tuple(version, fc.array(statement({ principal }), { maxLength: 3 })).map(([Version, Statement]) => ({ Version, Statement }));
}

/** Allows everything: makes it likely that a law meets an allowed request. */
export const fullAccess: Document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

const level = fc
  .tuple(fc.array(document(false), { maxLength: 1 }), fc.boolean())
  .map(([documents, full]) => (full ? [fullAccess, ...documents] : documents));

const context = fc
  .record(
    Object.fromEntries(
      Object.entries(contextValues).map(([key, values]) => [key, fc.option(fc.constantFrom(...values), { nil: undefined })]),
    ),
  )
  .map((values) => Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))));

/** Requests with policies of every kind. */
export function situation(contextIsComplete: fc.Arbitrary<boolean>): fc.Arbitrary<Situation> {
  return fc
    .record({
      principal: fc.constantFrom(...principals),
      operation: fc.constantFrom(...operations),
      resourceAccount: fc.constantFrom(home, home, other),
      context,
      contextIsComplete,
      identity: fc
        .tuple(fc.array(document(false), { maxLength: 2 }), fc.boolean())
        .map(([list, full]) => (full ? [fullAccess, ...list] : list)),
      boundary: fc.option(document(false), { nil: undefined, freq: 2 }),
      session: fc.option(fc.array(document(false), { minLength: 1, maxLength: 2 }), { nil: undefined, freq: 2 }),
      resource: fc.option(document(true), { nil: undefined }),
      scp: fc.option(fc.array(level, { minLength: 1, maxLength: 3 }), { nil: undefined, freq: 2 }),
      rcp: fc.option(fc.array(fc.array(document(true), { maxLength: 1 }), { minLength: 1, maxLength: 2 }), { nil: undefined, freq: 1 }),
      endpoint: fc.option(fc.array(document(true), { minLength: 1, maxLength: 1 }), { nil: undefined, freq: 1 }),
      managementAccount: fc.constantFrom(undefined, undefined, home),
    })
    .map(({ principal, operation: [action, resource], resourceAccount, context: values, contextIsComplete: complete, ...policies }) => ({
      request: { principal, action, resource, resourceAccount, context: values, contextIsComplete: complete },
      ...policies,
    }));
}

/** The policies of a situation, as the evaluator takes them. */
export function policySet({ identity, boundary, session, resource, scp, rcp, endpoint, managementAccount }: Situation): PolicySet {
  return {
    identityPolicies: identity.map(toInput),
    permissionsBoundary: boundary === undefined ? undefined : toInput(boundary),
    sessionPolicies: session?.map(toInput),
    resourcePolicy: resource === undefined ? undefined : toInput(resource),
    serviceControlPolicies: scp?.map((documents) => documents.map(toInput)),
    resourceControlPolicies: rcp?.map((documents) => documents.map(toInput)),
    vpcEndpointPolicies: endpoint?.map(toInput),
    managementAccount,
  };
}

function toInput(policy: Document): PolicyInput {
  return { name: undefined, policy: lowerPolicy(nodeFromValue(policy)) };
}
