import { parseArn } from '../../policy/arn';
import type { Arn } from '../../policy/arn';

/** What a known request resource is made of. `region` is undefined where nobody gave one. */
export interface ResourceFacts {
  readonly partition: string;
  readonly region: string | undefined;
  readonly account: string | undefined;
  readonly managementAccount: string | undefined;
}

type Form = (facts: ResourceFacts) => string | undefined;

const inIam =
  (resource: string): Form =>
  ({ partition, account }) =>
    account === undefined ? undefined : `arn:${partition}:iam::${account}:${resource}`;

// Actions that the service authorization reference lists without resource types, and the resource that AWS's denials name for them
// all the same (2026-09).
const seen: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['iam:listusers', inIam('user/')],
  [
    'logs:describeloggroups',
    ({ partition, region, account }) =>
      region === undefined || account === undefined ? undefined : `arn:${partition}:logs:${region}:${account}:log-group::log-stream:`,
  ],
]);

// What AWS's own examples grant such actions on: s3:ListAllMyBuckets on `arn:aws:s3:::*`, organizations:CreateAccount on `account/*`
// (decision A9). The star is the text itself, so that only a pattern as wide as that matches.
// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html>
const shown: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['s3:listallmybuckets', ({ partition }) => `arn:${partition}:s3:::*`],
  [
    'organizations:createaccount',
    ({ partition, managementAccount, account }) => {
      const owner = managementAccount ?? account;
      return owner === undefined ? undefined : `arn:${partition}:organizations::${owner}:account/*`;
    },
  ],
]);

/** A resource that matches a request for `*`, and whether AWS is known to authorise the action on it and on nothing else. */
export interface KnownResource {
  readonly arn: Arn;
  readonly isTheOnlyOne: boolean;
}

/** The resource that AWS is known to authorise an action on, though its reference lists none. */
export function knownRequestResource(action: string, facts: ResourceFacts): KnownResource | undefined {
  const isTheOnlyOne = seen.has(action);
  const text = (isTheOnlyOne ? seen : shown).get(action)?.(facts);
  const arn = text === undefined ? undefined : parseArn(text);
  return arn === undefined ? undefined : { arn, isTheOnlyOne };
}
