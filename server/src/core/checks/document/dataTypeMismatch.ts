import type { JsonNode } from '../../syntax/nodes';
import { itemsOf } from '../../syntax/queries';
import { message } from '../../text/message';
import type { Message } from '../../text/message';

import { atElements, defineCheck } from '../check';
import type { CheckContext } from '../check';
import { isIntrinsic, isIntrinsicName } from '../support/placeholder';
import { policyCheck } from '../support/reference';

/** AWS refuses an element of another JSON type. */
export const dataTypeMismatch = defineCheck({
  code: 'data-type-mismatch',
  findingType: 'error',
  appliesTo: 'allPolicyTypes',
  summary: 'An element has the wrong JSON type',
  why: 'Each element has its type: Version, Effect and Sid are strings, Action and Resource are strings or lists of strings, Condition is an object of objects.',
  source: policyCheck('error', 'data-type-mismatch'),
  examples: {
    bad: [
      `{ "Effect": true, "Action": "s3:GetObject", "Resource": "*" }`,
      `{ "Effect": "Allow", "Action": { "s3": "GetObject" }, "Resource": "*" }`,
      `{ "Version": 20121017, "Statement": [] }`,
    ],
    good: [
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*" }`,
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*", "Condition": { "Bool": { "aws:SecureTransport": true } } }`,
      `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": [{ "Fn::Sub": "arn:aws:s3:::x" }] }`,
    ],
  },
  visit: {
    document(root, _policy, context) {
      if (root.kind !== 'object') {
        report(root, 'Policy', message('an object'), context);
        return;
      }
      for (const { key, value } of root.members) {
        if (key.text === 'Version' || key.text === 'Id') expectString(value, key.text, context);
        if (key.text === 'Statement') {
          for (const item of itemsOf(value)) if (item.kind !== 'object') report(item, 'Statement', message('an object'), context);
        }
      }
    },
    elementSyntax: {
      ...atElements(['Sid', 'Effect'], ({ key, value }, _statement, context) => expectString(value, key.text, context)),
      ...atElements(['Action', 'NotAction', 'Resource', 'NotResource'], ({ key, value }, _statement, context) => {
        if (!isIntrinsic(value)) for (const item of itemsOf(value)) expectString(item, key.text, context);
      }),
      ...atElements(['Principal', 'NotPrincipal'], ({ key, value }, _statement, context) => {
        if (value !== undefined && !isIntrinsic(value)) expectPrincipal(value, key.text, context);
      }),
      Condition({ value }, _statement, context) {
        if (value !== undefined && !isIntrinsic(value)) expectCondition(value, context);
      },
    },
  },
});

function report(node: JsonNode, element: string, type: Message, context: CheckContext): void {
  context.report(node, message('`{0}` must be {1}', element, type));
}

function expectString(node: JsonNode | undefined, element: string, context: CheckContext): void {
  if (node === undefined || node.kind === 'string' || isIntrinsic(node)) return;
  report(node, element, message('a string'), context);
}

/** A list in the place of the object is the matter of `invalid-principal-format`. */
function expectPrincipal(node: JsonNode, element: string, context: CheckContext): void {
  if (node.kind === 'string' || node.kind === 'array') return;
  if (node.kind !== 'object') {
    report(node, element, message('`*` or an object'), context);
    return;
  }
  for (const { key, value } of node.members) for (const item of itemsOf(value)) expectString(item, key.text, context);
}

function expectCondition(node: JsonNode, context: CheckContext): void {
  if (node.kind !== 'object') {
    report(node, 'Condition', message('an object'), context);
    return;
  }
  for (const operator of node.members) {
    if (operator.value === undefined || isIntrinsic(operator.value) || isIntrinsicName(operator.key.text)) continue;
    if (operator.value.kind !== 'object') {
      report(operator.value, operator.key.text, message('an object'), context);
      continue;
    }
    for (const { key, value } of operator.value.members) {
      for (const item of itemsOf(value)) {
        const wrong = item.kind === 'null' || item.kind === 'array' || (item.kind === 'object' && !isIntrinsic(item));
        if (wrong) report(item, key.text, message('a string, a number, a boolean, or a list of them'), context);
      }
    }
  }
}
