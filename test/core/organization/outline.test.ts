import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { outlineOf } from '../../../server/src/core/organization/outline';
import type { OutlineEntry, OutlineText } from '../../../server/src/core/organization/outline';
import { readOrganization } from '../../../server/src/core/organization/readOrganization';
import { english } from '../../../server/src/core/text/message';

import { companyFiles } from './fixture';

function outline(changes: Readonly<Record<string, string | undefined>> = {}): readonly OutlineEntry[] {
  return outlineOf(readOrganization(companyFiles(changes)));
}

const words = (text: OutlineText): string => (typeof text === 'string' ? text : english(text));
const shown = ({ label, description }: OutlineEntry): string =>
  [words(label), words(description)].filter((text) => text !== '').join(' | ');

function find(entries: readonly OutlineEntry[], label: string): OutlineEntry {
  for (const entry of all(entries)) if (words(entry.label) === label) return entry;
  assert.fail(`no ${label}`);
}

function all(entries: readonly OutlineEntry[]): readonly OutlineEntry[] {
  return entries.flatMap((entry) => [entry, ...all(entry.children)]);
}

describe('the outline of an organization', () => {
  const [organization] = outline();
  assert.ok(organization);

  test('begins with the organization, its root and what is on', () => {
    assert.equal(shown(organization), 'Company | o-a1b2c3d4e5 · all features');
    assert.equal(organization.children.map(shown)[0], 'Root | r-ab12 · SCP on · RCP off · 2 SCPs');
  });

  test('has attached policies, accounts and OUs below the root', () => {
    assert.deepEqual(organization.children[0]?.children.map(shown), [
      'Attached policies (2)',
      'company | 111111111111 · management account (SCPs do not apply)',
      'Engineer | ou-ab12-11111111 · 1 SCP',
      'Data | ou-ab12-22222222 · 2 SCPs',
    ]);
    assert.deepEqual(find([organization], 'company').badges, ['management']);
  });

  test('shows what is in an account', () => {
    assert.deepEqual(find([organization], 'pipeline').children.map(shown), [
      'Attached policies (1, inherited 4)',
      'Users (2)',
      'Groups (1)',
      'Roles (1)',
      'Policies (2)',
      'Resources with policies (1)',
    ]);
    assert.equal(shown(find([organization], 'bot')).startsWith('bot | '), true);
    assert.deepEqual(find([organization], 'Users (2)').children.map(shown), ['bot | access key · 3 policies', 'ann | 0 policies']);
  });

  test('tells what is inherited, and from where', () => {
    const attached = find(find([organization], 'pipeline').children, 'Attached policies (1, inherited 4)');
    assert.deepEqual(attached.children.map(shown), [
      'FullAWSAccess | SCP',
      'FullAWSAccess | SCP · inherited from Data',
      'data-only | SCP · inherited from Data',
      'FullAWSAccess | SCP · inherited from Root',
      'deny-leave | SCP · inherited from Root',
    ]);
    assert.deepEqual(attached.children[2]?.badges, ['inherited']);
    assert.deepEqual(attached.children[2].origin, { file: 'policies/scp/data-only.json', span: { start: 0, end: 0 } });
  });

  test('has a different id for every node', () => {
    const ids = all([organization]).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });
});

describe('an outline with trouble', () => {
  test('shows a problem at the account that has it', () => {
    const accounts =
      '[{ "name": "company", "id": "111111111111" }, { "name": "service-1" }, { "name": "pipeline", "id": "444444444444", "ou": "/Dat" }]';
    const tree = outline({ 'accounts.jsonc': accounts });
    const pipeline = find(tree, 'pipeline');
    assert.deepEqual(pipeline.badges, ['problem']);
    assert.equal(words(pipeline.description), '444444444444 · 1 problem');
    assert.match(words(pipeline.children.at(-1)?.label ?? ''), /no organizational unit `\/Dat`/);
  });

  test('shows policies whose type is off as not applied', () => {
    const manifest = '{ "organization": { "managementAccount": "company" }, "root": { "attach": ["scp/deny-leave"] } }';
    const policy = find(outline({ 'organization.jsonc': manifest }), 'deny-leave');
    assert.deepEqual(policy.badges, ['attached', 'disabled']);
    assert.match(words(policy.description), /not applied/);
  });

  test('is the problem alone where there is no manifest', () => {
    assert.deepEqual(outline({ 'organization.jsonc': undefined }).map(shown), [
      'there is no `organization.jsonc` here | organization.jsonc',
    ]);
  });
});
