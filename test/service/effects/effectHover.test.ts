import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { TextDocument } from 'vscode-languageserver-textdocument';

import { splitAtCursor } from '../../support/cursor';
import { everything, startFixture } from '../navigation/fixture';

import { sampleCompany } from './company';

const etl = 'iam/pipeline/policies/etl-policy.json';
const dataOnly = 'policies/scp/data-only.json';

/** What a hover says at the `|`, links as their texts. */
async function hoverAt(name: string, marked: string, files = sampleCompany()): Promise<string> {
  const { service, open } = startFixture(everything, files);
  const { text, offset } = splitAtCursor(marked);
  open(name, text);
  const position = TextDocument.create('', '', 0, text).positionAt(offset);
  const hover = await service.hover(`file:///workspace/${name}`, position);
  assert.ok(hover !== null && typeof hover.contents === 'object' && 'value' in hover.contents);
  return hover.contents.value.replace(/\]\(command:gatehouse\.revealLocation[^)]*\)/g, ']');
}

function policyOf(action: string, rest = '"Resource": "*"'): string {
  return `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": ${action}, ${rest} }] }`;
}

/** The pipeline's people all have the policy, and one of them is spared by the SCP. */
const shared = sampleCompany({
  'iam/pipeline/principals.jsonc': (sampleCompany()['iam/pipeline/principals.jsonc'] ?? '').replaceAll(
    '"managed": ["AdministratorAccess"]',
    '"managed": ["./policies/etl-policy.json"]',
  ),
});

describe('a hover on an action', () => {
  test('says who gets it effectively, who does not, and why', async () => {
    const text = await hoverAt(etl, policyOf('"rds:Create|DBInstance"'), shared);
    assert.ok(
      text.startsWith(
        '**Effective** for 1 of 3 principals who have this policy: `pipeline/role/OrganizationAccountAccessRole`\n\n' +
          '- not for `pipeline/role/etl`, `pipeline/role/data-lead`: explicit deny by SCP **data\\-only** at Data ([OnlyDataServices])\n\n' +
          '**rds:CreateDBInstance**',
      ),
      text,
    );
  });

  test('says so where all get it', async () =>
    assert.match(
      await hoverAt(etl, policyOf('"s3:Get|Object"'), shared),
      /^\*\*Effective\*\* for all 3 principals who have this policy: /,
    ));

  test('counts the actions of a wildcard', async () => {
    const text = await hoverAt(etl, policyOf('"*:Create|*"'), shared);
    assert.match(text, /\n- \d+ of \d+ actions for `pipeline\/role\/etl`, `pipeline\/role\/data-lead`: explicit deny by SCP/);
  });

  test('counts what the same policy denies as not effective', async () => {
    const text = policyOf('"s3:Get|Object"').replace('] }', ', { "Sid": "Never", "Effect": "Deny", "Action": "s3:*", "Resource": "*" }] }');
    const hover = await hoverAt(etl, text);
    assert.match(hover, /^\*\*Not effective\*\* for anybody who has this policy \(1\):/);
    assert.match(hover, /- not for `pipeline\/role\/etl`: explicit deny by \*\*etl\\-policy\*\* \(\[Never\]\)/);
  });

  test('says what it depends on', async () => {
    const scp = (sampleCompany()[dataOnly] ?? '').replace(
      '"ArnNotLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/OrganizationAccountAccessRole" }',
      '"StringNotEquals": { "aws:SourceVpce": "vpce-1" }',
    );
    const text = await hoverAt(etl, policyOf('"rds:Create|DBInstance"'), sampleCompany({ [dataOnly]: scp }));
    assert.match(text, /- perhaps for `pipeline\/role\/etl`: depends on `aws:SourceVpce`/);
  });

  test('says where the condition of the statement itself does not hold', async () => {
    const condition = '"Resource": "*", "Condition": { "StringLike": { "aws:PrincipalArn": "*:role/data-lead" } }';
    const text = await hoverAt(etl, policyOf('"s3:Get|Object"', condition), shared);
    assert.match(text, /for 1 of 3 principals who have this policy: `pipeline\/role\/data-lead`/);
    assert.match(text, /: the condition of this statement does not hold/);
  });

  test('of an SCP says whom it denies it, and who would have it otherwise', async () => {
    const text = await hoverAt(
      'policies/scp/deny-leave.json',
      (sampleCompany()['policies/scp/deny-leave.json'] ?? '').replace('LeaveOrg', 'Leave|Org'),
    );
    assert.match(text, /^\*\*Denied here\*\* for 9 of 9 principals in 4 accounts; 2 of the denied may have it allowed otherwise\n/);
  });

  test('of an SCP with a condition on the caller counts whom it spares', async () => {
    const text = (sampleCompany()[dataOnly] ?? '').replace('"NotAction": ["s3:*"', '"Action": ["ec2:Run|Instances"');
    assert.match(
      await hoverAt(dataOnly, text),
      /^\*\*Denied here\*\* for 4 of 5 principals in 2 accounts; 1 of the denied may have it allowed otherwise\n/,
    );
  });

  test('is what it was where nobody has the policy', async () =>
    assert.match(await hoverAt('iam/pipeline/policies/unused.json', policyOf('"s3:Get|Object"')), /^\*\*s3:GetObject\*\*/));
});
