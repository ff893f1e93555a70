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

// Actions that the service authorization reference lists without resource types, and the resource that AWS names for them all the
// same. As of 2026-09: denials print `arn:aws:iam::ACCOUNT:user/` for iam:ListUsers and `log-group::log-stream:` for
// logs:DescribeLogGroups; AWS's examples grant s3:ListAllMyBuckets on `arn:aws:s3:::*` and organizations:CreateAccount on
// `account/*` (decision A9). The star of the last two is the text itself, so that only a pattern as wide as that matches.
// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html>
const forms: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['iam:listusers', inIam('user/')],
  [
    'logs:describeloggroups',
    ({ partition, region, account }) =>
      region === undefined || account === undefined ? undefined : `arn:${partition}:logs:${region}:${account}:log-group::log-stream:`,
  ],
  ['s3:listallmybuckets', ({ partition }) => `arn:${partition}:s3:::*`],
  [
    'organizations:createaccount',
    ({ partition, managementAccount, account }) => {
      const owner = managementAccount ?? account;
      return owner === undefined ? undefined : `arn:${partition}:organizations::${owner}:account/*`;
    },
  ],
]);

/** The resource that AWS is known to authorise an action on, though its reference lists none. */
export function knownRequestResources(action: string, facts: ResourceFacts): readonly Arn[] {
  const text = forms.get(action)?.(facts);
  const arn = text === undefined ? undefined : parseArn(text);
  return arn === undefined ? [] : [arn];
}
