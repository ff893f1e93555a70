import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { message } from '../../../server/src/core/text/message';
import type { OrganizationNames } from '../../../server/src/service/organizationIndex';
import { complete } from '../../support/completion';

const count = 5000;
const idOf = (index: number): string => String(100000000000 + index);
const numbers = [...Array(count).keys()];
const names: OrganizationNames = {
  accounts: numbers.map((index) => ({ id: idOf(index), name: `account-${index}` })),
  principals: numbers.map((index) => ({
    arn: `arn:aws:iam::${idOf(index)}:role/role-${index}`,
    label: `account-${index}/role/role-${index}`,
  })),
  entities: numbers.map((index) => ({
    id: `ou-ab12-${10000000 + index}`,
    kind: message('organizational unit'),
    name: `/Unit ${index}`,
    path: `o-a1b2c3d4e5/r-ab12/ou-ab12-${10000000 + index}/`,
  })),
};

const statement = (content: string): string => `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", ${content} }] }`;

describe('completion in an organization of thousands of accounts', () => {
  const places: readonly (readonly [what: string, before: string, typed: string, behind: string, label: string])[] = [
    ['a role by name', '"Principal": { "AWS": "', 'role-4321', '" }', 'arn:aws:iam::100000004321:role/role-4321'],
    ['an account by name', '"Principal": { "AWS": "', 'account-4321', '" }', 'arn:aws:iam::100000004321:root'],
    ['an account by id', '"Condition": { "StringEquals": { "aws:SourceAccount": "', '100000004321', '" } }', '100000004321'],
    [
      'an OU by name',
      '"Condition": { "ForAnyValue:StringEquals": { "aws:PrincipalOrgPaths": "',
      'Unit 4321',
      '" } }',
      'o-a1b2c3d4e5/r-ab12/ou-ab12-10004321/',
    ],
    ['a role to pass', '"Action": "iam:PassRole", "Resource": "', 'role-4321', '"', 'arn:aws:iam::100000004321:role/role-4321'],
  ];
  for (const [what, before, typed, behind, label] of places)
    it(`finds ${what} among thousands, and sends few`, () => {
      const marked = statement(`${before}${typed}|${behind}`);
      const { labels, list } = complete(marked, { names, name: 'a.bucket.json' });
      assert.ok(labels.includes(label), labels.slice(0, 5).join(', '));
      assert.ok(list.isIncomplete, 'the rest is asked for as one types');
      const all = complete(statement(`${before}|${behind}`), { names, name: 'a.bucket.json' });
      assert.ok(all.list.items.length < 1000, `${all.list.items.length} items`);
    });
});
