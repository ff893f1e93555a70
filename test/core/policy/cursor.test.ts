import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { cursorAt } from '../../../server/src/core/policy/cursor';
import type { CursorPlace } from '../../../server/src/core/policy/cursor';
import { parseJson } from '../../../server/src/core/syntax/parseJson';
import { splitAtCursor } from '../../support/cursor';

describe('cursorAt', () => {
  const cases: readonly { at: string; place: CursorPlace['kind'] | undefined; before?: string; after?: string }[] = [
    { at: '{|}', place: 'topElement' },
    { at: '{ "Ver|" }', place: 'topElement', before: 'Ver' },
    { at: '{ "Version": "|" }', place: 'version' },
    { at: '{ "Version": |', place: 'version' },
    { at: '{ "Statement": [|] }', place: 'statement' },
    { at: '{ "Statement": { | } }', place: 'statementElement' },
    { at: '{ "Statement": [{ "Effect": "Allow", | }] }', place: 'statementElement' },
    { at: '{ "Statement": [{ "Effect": "Allow", "Ac|" }] }', place: 'statementElement', before: 'Ac' },
    { at: '{ "Statement": [{ "Effect": "|" }] }', place: 'effect' },
    { at: '{ "Statement": [{ "Action": "s3:Ge|tO" }] }', place: 'action', before: 's3:Ge', after: 'tO' },
    { at: '{ "Statement": [{ "Action": "s3:Ge|\n "Resource": "*" }] }', place: 'action', before: 's3:Ge' },
    { at: '{ "Statement": [{ "Action": ["s3:GetObject", "|', place: 'action', before: '' },
    { at: '{ "Statement": [{ "Action": ["s3:GetObject", |', place: 'action', before: '' },
    { at: '{ "Statement": [{ "Action": ["s3:GetObject", s3:Pu|', place: 'action', before: 's3:Pu' },
    { at: '{ "Statement": [{ "Action": ["a", |\n "Resource": "*" }] }', place: 'action' },
    { at: '{ "Statement": [{ "Action": "s3:GetObject"| }] }', place: undefined },
    { at: '{ "Statement": [{ "NotResource": "arn:|" }] }', place: 'resource', before: 'arn:' },
    { at: '{ "Statement": [{ "Principal": "|" }] }', place: 'principal' },
    { at: '{ "Statement": [{ "Principal": { | } }] }', place: 'principalType' },
    { at: '{ "Statement": [{ "Principal": { "AWS": ["|"] } }] }', place: 'principal' },
    { at: '{ "Statement": [{ "Condition": { "|" } }] }', place: 'conditionOperator' },
    { at: '{ "Statement": [{ "Condition": { "Str|": { "a": "b" } } }] }', place: 'conditionOperator', before: 'Str' },
    { at: '{ "Statement": [{ "Condition": { "Bool": { "aws:|" } } }] }', place: 'conditionKey', before: 'aws:' },
    { at: '{ "Statement": [{ "Condition": { "Bool": { "aws:SecureTransport": | } } }] }', place: 'conditionValue' },
    { at: '{ "Statement": [{ "Condition": { "StringEquals": { "aws:x": ["a", "|"] } } }] }', place: 'conditionValue' },
    { at: '{ "Other": { "|" } }', place: undefined },
    { at: '|', place: undefined },
    { at: '{ /* Statement */ "Statement": [ // comment\n { "Act|ion": "a" } ] }', place: 'statementElement', before: 'Act', after: 'ion' },
  ];
  for (const { at, place, before, after } of cases) {
    it(`reads ${at.replace(/\n/g, '⏎')}`, () => {
      const { text, offset } = splitAtCursor(at);
      const cursor = cursorAt(text, parseJson(text).root, offset);
      assert.equal(cursor?.place.kind, place);
      if (before !== undefined) assert.equal(cursor?.before, before);
      if (after !== undefined) assert.equal(cursor?.after, after);
    });
  }
});
