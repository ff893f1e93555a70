import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { OrganizationNames } from '../../../server/src/service/organizationIndex';
import { complete } from '../../support/completion';

const names: OrganizationNames = {
  accounts: [
    { id: '111122223333', name: 'pipeline' },
    { id: '444455556666', name: 'analytics' },
  ],
  principals: [
    { arn: 'arn:aws:iam::111122223333:role/etl', label: 'pipeline/role/etl' },
    { arn: 'arn:aws:iam::444455556666:user/ana', label: 'analytics/user/ana' },
  ],
  entities: [],
};
const statement = (content: string): string => `{ "Version": "2012-10-17", "Statement": [{ ${content} }] }`;
const principal = (content: string): string => statement(`"Effect": "Allow", "Principal": ${content}`);
const root = (id: string): string => `arn:aws:iam::${id}:root`;

describe('completion of principals, wherever the cursor stands', () => {
  const cases: readonly { readonly at: string; readonly label: string; readonly to: string }[] = [
    { at: principal('{ "AWS": "|" }'), label: root('111122223333'), to: principal('{ "AWS": "arn:aws:iam::111122223333:root" }') },
    { at: principal('{ "AWS": "pipe|" }'), label: root('111122223333'), to: principal('{ "AWS": "arn:aws:iam::111122223333:root" }') },
    {
      at: principal('{ "AWS": "etl|" }'),
      label: 'arn:aws:iam::111122223333:role/etl',
      to: principal('{ "AWS": "arn:aws:iam::111122223333:role/etl" }'),
    },
    { at: principal('{ "AWS": | }'), label: root('444455556666'), to: principal('{ "AWS": "arn:aws:iam::444455556666:root" }') },
    {
      at: principal('{ "AWS": ["111122223333", "|"] }'),
      label: root('444455556666'),
      to: principal('{ "AWS": ["111122223333", "arn:aws:iam::444455556666:root"] }'),
    },
    { at: principal('{ "AWS": [|] }'), label: root('444455556666'), to: principal('{ "AWS": ["arn:aws:iam::444455556666:root"] }') },
    { at: principal('{ "AWS": ["111122223333" |] }'), label: '*', to: principal('{ "AWS": ["111122223333", "*"] }') },
    {
      at: principal('{ "AWS": "arn:aws:iam::1|11122223333:root" }'),
      label: root('111122223333'),
      to: principal('{ "AWS": "arn:aws:iam::111122223333:root" }'),
    },
    {
      at: principal('{ "AWS": "|" }'),
      label: 'arn:aws:iam::${Account}:role/${RoleName}',
      to: principal('{ "AWS": "arn:aws:iam::${1:Account}:role/${2:RoleName}" }'),
    },
    { at: principal('{ "Service": "lam|" }'), label: 'lambda.amazonaws.com', to: principal('{ "Service": "lambda.amazonaws.com" }') },
    {
      at: principal('{ "Service": [ /* who */ lam| ] }'),
      label: 'lambda.amazonaws.com',
      to: principal('{ "Service": [ /* who */ "lambda.amazonaws.com" ] }'),
    },
    {
      at: principal('{ "Federated": "github|" }'),
      label: 'arn:aws:iam::${Account}:oidc-provider/token.actions.githubusercontent.com',
      to: principal('{ "Federated": "arn:aws:iam::${1:Account}:oidc-provider/token.actions.githubusercontent.com" }'),
    },
    { at: principal('{ "|" }'), label: 'Service', to: principal('{ "Service": "$1" }') },
    { at: principal('{ | }'), label: 'AWS', to: principal('{ "AWS": "$1" }') },
    { at: principal('{ "AWS": "*", Fed| }'), label: 'Federated', to: principal('{ "AWS": "*", "Federated": "$1" }') },
    { at: principal('{ "AWS": "*" "|" }'), label: 'Service', to: principal('{ "AWS": "*", "Service": "$1" }') },
    { at: principal('{ "A|WS": "*" }'), label: 'AWS', to: principal('{ "AWS": "*" }') },
    { at: principal('"|"'), label: '*', to: principal('"*"') },
    { at: principal('|'), label: '*', to: principal('"*"') },
    { at: principal('|'), label: '{ "AWS": … }', to: principal('{ "AWS": "$1" }') },
    {
      at: statement('"Principal": AW| "Effect": "Deny"'),
      label: '{ "AWS": … }',
      to: statement('"Principal": { "AWS": "$1" }, "Effect": "Deny"'),
    },
    {
      at: '{ "Statement": { "Effect": "Allow", "Principal": { "AWS": "etl|\n',
      label: 'arn:aws:iam::111122223333:role/etl',
      to: '{ "Statement": { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/etl"\n',
    },
    {
      at: statement('"NotPrincipal": { "AWS": "ana|" }'),
      label: 'arn:aws:iam::444455556666:user/ana',
      to: statement('"NotPrincipal": { "AWS": "arn:aws:iam::444455556666:user/ana" }'),
    },
  ];
  for (const { at, label, to } of cases)
    it(`writes ${label} at ${at.replace(/\n/g, '⏎')}`, () => assert.equal(complete(at, { names, name: 'a.bucket.json' }).apply(label), to));
});

describe('which principals are proposed', () => {
  const labels = (content: string, name: string): readonly string[] => complete(content, { names, name }).labels;

  it('offers the kinds of principals that a type of policy may name', () => {
    assert.deepEqual(labels(principal('{ | }'), 'a.bucket.json'), ['AWS', 'Service', 'Federated', 'CanonicalUser']);
    assert.deepEqual(labels(principal('{ | }'), 'a.trust.json'), ['AWS', 'Service', 'Federated']);
    assert.deepEqual(labels(principal('{ | }'), 'a.delegation.json'), ['AWS']);
    assert.deepEqual(labels(principal('{ | }'), 'a.rcp.json'), []);
    assert.deepEqual(labels(principal('{ "AWS": "*", "|" }'), 'a.trust.json'), ['Service', 'Federated']);
  });

  it('offers an RCP everyone, and a trust policy everyone last', () => {
    assert.deepEqual(labels(principal('|'), 'a.rcp.json'), ['*']);
    assert.deepEqual(labels(principal('{ "AWS": "|" }'), 'a.rcp.json'), ['*']);
    assert.equal(labels(principal('{ "AWS": "|" }'), 'a.trust.json').at(-1), '*');
    assert.equal(labels(principal('{ "AWS": "|" }'), 'a.bucket.json')[0], '*');
  });

  it('offers the providers that the actions can use', () => {
    const trust = (action: string): readonly string[] =>
      labels(statement(`"Principal": { "Federated": "|" }, "Action": "${action}"`), 'a.trust.json');
    assert.ok(trust('sts:AssumeRoleWithSAML').every((label) => label.includes('saml-provider')));
    assert.ok(!trust('sts:AssumeRoleWithWebIdentity').some((label) => label.includes('saml-provider')));
    assert.ok(trust('').includes('accounts.google.com'));
  });

  it('says nothing of kinds that nobody knows', () => {
    assert.deepEqual(labels(principal('{ "Robot": "|" }'), 'a.bucket.json'), []);
  });
});
