import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { TextDocument } from 'vscode-languageserver-textdocument';
import type { InlayHint } from 'vscode-languageserver-types';

import { everything, startFixture } from '../navigation/fixture';
import type { Fixture } from '../navigation/fixture';

import { sampleCompany } from './company';

const etl = 'iam/pipeline/policies/etl-policy.json';
const dataOnly = 'policies/scp/data-only.json';

function policyOf(action: string, resource = '"*"'): string {
  return `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", ${action}, "Resource": ${resource} }] }`;
}

async function hintsOf({ service }: Fixture, name: string, text: string): Promise<readonly InlayHint[]> {
  const document = TextDocument.create('', '', 0, text);
  return service.inlayHints(`file:///workspace/${name}`, { start: { line: 0, character: 0 }, end: document.positionAt(text.length) });
}

function labelOf({ label }: InlayHint): string {
  return typeof label === 'string' ? label : label.map(({ value }) => value).join('');
}

function tooltipOf(hint: InlayHint | undefined): string {
  return typeof hint?.tooltip === 'object' ? hint.tooltip.value : (hint?.tooltip ?? '');
}

/** The labels of a text, each after the text before it on its line. */
async function labels(name: string, text: string, files = sampleCompany()): Promise<readonly string[]> {
  const fixture = startFixture(everything, files);
  fixture.open(name, text);
  return (await hintsOf(fixture, name, text)).map(labelOf);
}

describe('hints on what a policy comes to', () => {
  test('tell that an SCP blocks an action for everybody who has the policy, where, and by which statement', async () => {
    const fixture = startFixture(everything, sampleCompany());
    const text = policyOf('"Action": ["s3:GetObject", "rds:CreateDBInstance"]');
    fixture.open(etl, text);
    const [hint, ...others] = await hintsOf(fixture, etl, text);
    assert.deepEqual(others, []);
    assert.ok(hint !== undefined);
    assert.equal(labelOf(hint), 'blocked by SCP data-only at Data');
    assert.equal(hint.position.character, text.indexOf('"rds:CreateDBInstance"') + '"rds:CreateDBInstance"'.length);
    assert.match(
      tooltipOf(hint),
      /^`rds:CreateDBInstance` is denied whatever else is attached, to the one principal who has this policy\.\n\n- explicit deny by SCP \*\*data\\-only\*\* at Data \(\[OnlyDataServices\]\(command:gatehouse\.revealLocation\?/,
    );
    const [part] = typeof hint.label === 'string' ? [] : hint.label;
    assert.ok(part?.location !== undefined);
    assert.match(fixture.show(part.location), /^policies\/scp\/data-only\.json: \{/);
  });

  test('stand at the sample’s own grant that comes to nothing', async () => {
    const text = sampleCompany()[etl] ?? '';
    const fixture = startFixture(everything, sampleCompany());
    fixture.open(etl, text);
    const found = await hintsOf(fixture, etl, text);
    const blocked = found.filter((hint) => labelOf(hint).startsWith('blocked'));
    assert.deepEqual(
      blocked.map(({ position }) => text.split('\n')[position.line]?.trim()),
      ['"Action": "rds:CreateDBInstance",'],
    );
  });

  test('count what of a wildcard is left, and group the rest by what blocks it', async () => {
    const fixture = startFixture(everything, sampleCompany());
    const text = policyOf('"Action": ["*:Describe*"]');
    fixture.open(etl, text);
    const [hint] = await hintsOf(fixture, etl, text);
    assert.ok(hint !== undefined);
    const [, left = '', all = ''] = /^([\d,]+) of ([\d,]+) effective$/.exec(labelOf(hint)) ?? [];
    assert.ok(Number(left) < Number(all.replace(',', '')) && Number(left) > 10);
    assert.match(tooltipOf(hint), /actions are denied.*\n\n- \*\*[\d,]+\*\* actions \(.*more services\): explicit deny by SCP/);
  });

  test('count a NotAction behind its list', async () => {
    const [label, ...others] = await labels(etl, policyOf('"NotAction": ["iam:*", "organizations:*"]'));
    assert.match(label ?? '', /^[\d,]+ of 2[\d,]+ effective$/);
    assert.deepEqual(others, []);
  });

  const silent: readonly (readonly [string, string, string])[] = [
    ['everything has an effect', etl, policyOf('"Action": "s3:GetObject"')],
    ['nobody has the policy', 'iam/pipeline/policies/unused.json', policyOf('"Action": "rds:CreateDBInstance"')],
    ['the management account has it', 'iam/company/policies/x.json', policyOf('"Action": "rds:CreateDBInstance"')],
    ['the statement denies', etl, policyOf('"Action": "rds:CreateDBInstance"').replace('Allow', 'Deny')],
    ['AWS always allows it', etl, policyOf('"Action": "sts:GetCallerIdentity"')],
  ];
  for (const [name, file, text] of silent) test(`say nothing where ${name}`, async () => assert.deepEqual(await labels(file, text), []));

  test('say nothing where somebody who has the policy is spared', async () => {
    const principals = sampleCompany()['iam/pipeline/principals.jsonc'] ?? '';
    const files = sampleCompany({
      'iam/pipeline/principals.jsonc': principals.replace(
        '"managed": ["AdministratorAccess"] },\n  ],',
        '"managed": ["./policies/etl-policy.json"] },\n  ],',
      ),
    });
    assert.notEqual(files['iam/pipeline/principals.jsonc'], principals);
    assert.deepEqual(await labels(etl, policyOf('"Action": "rds:CreateDBInstance"'), files), []);
  });

  test('say nothing where it hangs on a fact of the request', async () => {
    const scp = (sampleCompany()[dataOnly] ?? '').replace(
      '"ArnNotLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/OrganizationAccountAccessRole" }',
      '"StringNotEquals": { "aws:SourceVpce": "vpce-1" }',
    );
    assert.match(scp, /vpce-1/);
    assert.deepEqual(await labels(etl, policyOf('"Action": "rds:CreateDBInstance"'), sampleCompany({ [dataOnly]: scp })), []);
  });

  test('say nothing while a file that may attach the policy cannot be read', async () => {
    const files = sampleCompany({ 'iam/analytics/principals.jsonc': '{ "roles": [' });
    assert.deepEqual(await labels(etl, policyOf('"Action": "rds:CreateDBInstance"'), files), []);
  });

  test('follow the SCP as it is typed', async () => {
    const fixture = startFixture(everything, sampleCompany());
    const text = policyOf('"Action": "rds:CreateDBInstance"');
    fixture.open(etl, text);
    assert.equal((await hintsOf(fixture, etl, text)).length, 1);
    fixture.open(dataOnly, (sampleCompany()[dataOnly] ?? '').replace('"s3:*"', '"s3:*", "rds:*"'));
    assert.deepEqual(await hintsOf(fixture, etl, text), []);
    fixture.open(dataOnly, sampleCompany()[dataOnly]);
    assert.equal((await hintsOf(fixture, etl, text)).length, 1);
  });

  test('name a boundary that does not allow', async () => {
    const principals = (sampleCompany()['iam/pipeline/principals.jsonc'] ?? '').replace(
      '"managed": ["./policies/etl-policy.json"]',
      '"boundary": "./policies/limit.json", "managed": ["./policies/etl-policy.json"]',
    );
    const files = sampleCompany({
      'iam/pipeline/principals.jsonc': principals,
      'iam/pipeline/policies/limit.json': policyOf('"Action": "s3:*"'),
    });
    assert.deepEqual(await labels(etl, policyOf('"Action": ["s3:PutObject", "glue:StartJobRun"]'), files), ['blocked by boundary limit']);
  });

  test('shorten names so that the label has at most 40 characters', async () => {
    const manifest = (sampleCompany()['organization.jsonc'] ?? '').replaceAll('data-only', 'only-what-the-data-team-works-with');
    const files = sampleCompany({
      'organization.jsonc': manifest.replace('"name": "Data"', '"name": "Data and everything around it"'),
      'accounts.jsonc': (sampleCompany()['accounts.jsonc'] ?? '').replaceAll('"/Data"', '"/Data and everything around it"'),
      'policies/scp/only-what-the-data-team-works-with.json': sampleCompany()[dataOnly] ?? '',
    });
    const [label = ''] = await labels(etl, policyOf('"Action": "rds:CreateDBInstance"'), files);
    assert.match(label, /^blocked by SCP only-.*… at Data .*…$/);
    assert.ok(label.length <= 40 && label.length > 36, label);
  });

  test('count what an SCP denies, alone on its line', async () => {
    const one = '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Deny", "NotAction": ["s3:*", "sts:*"], "Resource": "*" }] }';
    const [label, ...others] = await labels(dataOnly, one);
    const [, denied = '', all = ''] = /^denies ([\d,]+) of ([\d,]+) actions$/.exec(label ?? '') ?? [];
    assert.deepEqual(others, []);
    assert.ok(Number(all.replaceAll(',', '')) - Number(denied.replaceAll(',', '')) > 150);
    const spread = one.replace('"s3:*", "sts:*"', '\n"s3:*",\n"sts:*"\n').replace('NotAction', 'Action');
    const found = await labels(dataOnly, spread);
    assert.equal(found.length, 3);
    assert.match(found.join(' | '), /^\d+ actions \| \d+ actions \| denies \d+ of 2[\d,]+ actions$/);
  });

  test('stand in a policy that AWS manages as well', async () => {
    // Nobody of the management account has it, whom no SCP reaches.
    const { service } = startFixture(everything, sampleCompany({ 'iam/company/principals.jsonc': '{}' }));
    const uri = 'gatehouse:/managed/AdministratorAccess.json';
    const { text = '' } = (await service.virtualDocument(uri)) ?? {};
    const document = TextDocument.create(uri, 'json', 1, text);
    service.documentChanged(document);
    const hints = await service.inlayHints(uri, { start: { line: 0, character: 0 }, end: document.positionAt(text.length) });
    const [hint] = hints;
    assert.ok(hint !== undefined);
    const [, left = '', all = ''] = /^([\d,]+) of ([\d,]+) effective$/.exec(labelOf(hint)) ?? [];
    assert.equal(Number(all.replaceAll(',', '')) - Number(left.replaceAll(',', '')), 1);
    assert.match(tooltipOf(hint), /`organizations:LeaveOrganization`: explicit deny by SCP \*\*deny\\-leave\*\* at Root/);
  });

  test('follow a group to its users, and count the users once', async () => {
    const files = sampleCompany({
      'iam/pipeline/principals.jsonc':
        '{ "groups": [{ "name": "Makers", "managed": ["./policies/etl-policy.json"] }], "users": [{ "name": "a", "groups": ["makers"], "managed": ["./policies/etl-policy.json"] }, { "name": "b", "groups": ["Makers"] }] }',
    });
    const fixture = startFixture(everything, files);
    const text = policyOf('"Action": "rds:CreateDBInstance"');
    fixture.open(etl, text);
    const [hint] = await hintsOf(fixture, etl, text);
    assert.match(tooltipOf(hint), /to all 2 principals who have this policy/);
  });

  test('say nothing of an RCP-like denial where the owner of the resource is not known, and name the RCP where it is', async () => {
    const manifest = (sampleCompany()['organization.jsonc'] ?? '')
      .replace('"SERVICE_CONTROL_POLICY": "ENABLED"', '"SERVICE_CONTROL_POLICY": "ENABLED", "RESOURCE_CONTROL_POLICY": "ENABLED"')
      .replace('"scp/deny-leave"]', '"scp/deny-leave", "rcp/no-objects"]')
      .replace('"policies": {', '"policies": { "rcp/no-objects": { "file": "policies/rcp/no-objects.json" },');
    const files = sampleCompany({
      'organization.jsonc': manifest,
      'policies/rcp/no-objects.json':
        '{ "Version": "2012-10-17", "Statement": { "Sid": "None", "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "*" } }',
    });
    assert.deepEqual(await labels(etl, policyOf('"Action": "s3:PutObject"'), files), []);
    assert.deepEqual(await labels(etl, policyOf('"Action": "s3:PutObject"', '"arn:aws:s3:::elsewhere/*"'), files), []);
    assert.deepEqual(await labels(etl, policyOf('"Action": "s3:PutObject"', '"arn:aws:s3:::media/*"'), files), [
      'blocked by RCP no-objects at Root',
    ]);
  });

  test('stand in inline policies, in the file that has them', async () => {
    const name = 'iam/pipeline/principals.jsonc';
    const text = `{ "roles": [{ "name": "maker", "inline": [{ "name": "make", "document": ${policyOf('"Action": ["rds:CreateDBInstance", "s3:GetObject"]')} }] }] }`;
    assert.deepEqual(await labels(name, text), ['blocked by SCP data-only at Data']);
  });
});
