import { message } from '../../text/message';

import { defineCheck } from '../check';
import type { CheckContext, Fix } from '../check';
import type { CheckedCondition, CheckedStatement } from '../readStatement';

/** The example of AWS's own page: it says "deny without the tag", and denies nothing. */
export const resourceTagOnCreation = defineCheck({
  code: 'resource-tag-on-creation',
  findingType: 'warning',
  appliesTo: 'allPolicyTypes',
  summary: 'A denied creation that asks for a tag which what is created cannot have yet',
  why: 'The tags that come with a creation are `aws:RequestTag/…`. `aws:ResourceTag/…` is absent from such a request, so that the statement denies nothing, or everything; and denying what *equals* the value denies who complies.',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html',
  examples: {
    bad: [
      `{ "Effect": "Deny", "Action": "organizations:CreateAccount", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/key": "value" } } }`,
    ],
    good: [
      `{ "Effect": "Deny", "Action": "organizations:CreateAccount", "Resource": "*", "Condition": { "StringNotEquals": { "aws:RequestTag/key": "value" } } }`,
      `{ "Effect": "Deny", "Action": "ec2:TerminateInstances", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/env": "prod" } } }`,
    ],
  },
  visit: {
    conditionEntry(entry, statement, context) {
      const { key, keyName, read } = entry;
      if (statement.effect !== 'Deny' || !keyName.startsWith('aws:resourcetag/') || read?.family !== 'String') return;
      if (!createsOnly(statement, context)) return;
      const requestTag = key.text.replace(/^aws:ResourceTag/i, 'aws:RequestTag');
      const denies = read.negated || read.ifExists ? message('everything') : message('nothing');
      context.report(key.span, message('what is created has no tags yet, so this denies {0}: ask for `{1}`', denies, requestTag), {
        fixes: () => fixesOf(entry, statement, requestTag),
      });
    },
  },
});

/** Whether the statement is about creations that no existing resource takes part in. */
function createsOnly({ action, actions }: CheckedStatement, { catalog }: CheckContext): boolean {
  if (action === undefined || action.negated || actions.length === 0) return false;
  return actions.every(({ text }) => {
    const known = catalog.action(text);
    if (known === undefined || known.resourceTypes.length > 0 || !/:Create/.test(known.name)) return false;
    return known.conditionKeys.some((name) => name.startsWith('aws:RequestTag/'));
  });
}

/** Deny where the tag is not what it should be, missing or other. */
function fixesOf({ operator, key, read }: CheckedCondition, { conditions }: CheckedStatement, requestTag: string): readonly Fix[] {
  const isAlone = conditions.filter((other) => other.operator.span.start === operator.span.start).length === 1;
  if (read === undefined || !isAlone) return [];
  const wanted = read.negated ? read.name : read.name.replace(/^String/, 'StringNot');
  return [
    {
      title: message('Deny unless `{0}` has the value', requestTag),
      edits: [
        { span: operator.span, newText: JSON.stringify(wanted) },
        { span: key.span, newText: JSON.stringify(requestTag) },
      ],
      preferred: true,
    },
  ];
}
