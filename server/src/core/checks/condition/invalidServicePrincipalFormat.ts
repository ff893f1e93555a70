import type { PolicyValue } from '../../policy/policy';
import { message } from '../../text/message';

import { defineCheck } from '../check';
import type { CheckContext } from '../check';
import { hasPlaceholder } from '../support/placeholder';
import { policyCheck } from '../support/reference';

/** Judged by the dot alone: domains of service principals are many, names without a domain are none. */
export const invalidServicePrincipalFormat = defineCheck({
  code: 'invalid-service-principal-format',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'A service principal that is no domain name',
  why: 'A service principal is the domain name of a service, such as `cloudformation.amazonaws.com`; a bare name matches none.',
  source: policyCheck('error', 'invalid-service-principal-format'),
  examples: {
    bad: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "ForAnyValue:StringEquals": { "aws:CalledVia": ["CloudFormation"] } } }`,
      {
        policyType: 'trust',
        text: `{ "Effect": "Allow", "Principal": { "Service": "lambda" }, "Action": "sts:AssumeRole" }`,
      },
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "ForAnyValue:StringEquals": { "aws:CalledVia": ["cloudformation.amazonaws.com", "\${service}"] } } }`,
    ],
  },
  visit: {
    principal({ values }, _statement, context) {
      for (const value of values) if (value.type === 'Service') inspect(value, context);
    },
    conditionEntry({ values, read, keyName }, _statement, context) {
      if (!keys.has(keyName) || read?.family !== 'String') return;
      for (const value of values) inspect(value, context);
    },
  },
});

/** Keys whose values are service principals. */
const keys: ReadonlySet<string> = new Set([
  'aws:calledvia',
  'aws:calledviafirst',
  'aws:calledvialast',
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'iam:passedtoservice',
  'kms:viaservice',
]);

function inspect({ text, span }: PolicyValue, context: CheckContext): void {
  if (text === '' || /[.*?]/.test(text) || hasPlaceholder(text)) return;
  context.report(span, message('`{0}` is no service principal, such as `{1}`', text, 'cloudformation.amazonaws.com'));
}
