import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import * as fc from 'fast-check';

import type { EffectiveDeclarativePolicy } from '../../../server/src/core/organization/declarativePolicy';
import { declarativePolicyTypes, effectiveDeclarativePolicy } from '../../../server/src/core/organization/effectiveDeclarative';
import { effectiveDeclarativeText, originsAt } from '../../../server/src/core/organization/effectiveDeclarativeText';
import type { OrganizationPolicyType } from '../../../server/src/core/organization/organization';
import { policyTypeOfConstant } from '../../../server/src/core/organization/organizationPolicyTypes';
import { readOrganization } from '../../../server/src/core/organization/readOrganization';
import { english } from '../../../server/src/core/text/message';
import '../../support/seeds';

interface Attached {
  readonly constant?: string;
  /** Documents, or texts that are none, by place: in the order in which they are attached. */
  readonly root?: readonly unknown[];
  readonly ou?: readonly unknown[];
  readonly account?: readonly unknown[];
  readonly manifest?: object;
}

const account = '222222222222';

/** An organization with these policies, called after their places: `tag/root0`. */
function effective({ constant = 'TAG_POLICY', root = [], ou = [], account: own = [], manifest = {} }: Attached) {
  const type: OrganizationPolicyType = policyTypeOfConstant(constant) ?? 'tag';
  const files = new Map<string, string>();
  const attach = (place: string, documents: readonly unknown[]): readonly string[] =>
    documents.map((document, index) => {
      files.set(`policies/${type}/${place}${index}.json`, typeof document === 'string' ? document : JSON.stringify(document, undefined, 1));
      return `${type}/${place}${index}`;
    });
  files.set(
    'organization.jsonc',
    JSON.stringify({
      organization: { id: 'o-a1b2c3d4e5', managementAccount: '111111111111' },
      root: { policyTypes: { [constant]: 'ENABLED' }, attach: attach('root', root), ous: [{ name: 'OU', attach: attach('ou', ou) }] },
      ...manifest,
    }),
  );
  const accounts = [
    { name: 'top', id: '111111111111', ou: '/' },
    { name: 'a', id: account, ou: '/OU', attach: attach('account', own) },
  ];
  files.set('accounts.jsonc', JSON.stringify(accounts));
  const { organization } = readOrganization(files);
  assert.ok(organization !== undefined);
  return { policy: effectiveDeclarativePolicy(organization, account, type, (file) => files.get(file)), files };
}

function policyOf(attached: Attached): EffectiveDeclarativePolicy {
  const { policy } = effective(attached);
  assert.ok(policy !== undefined);
  return policy;
}

const ignoredBy = ({ ignored }: EffectiveDeclarativePolicy): readonly string[] =>
  ignored.map(
    ({ reason, what, against }) => `${reason} ${what.policy} ${what.path.join('.')} against ${against.map((one) => one.policy).join()}`,
  );
const problemsOf = ({ problems }: EffectiveDeclarativePolicy): readonly string[] =>
  problems.map(({ code, origin, message }) => `${code} ${origin.file}: ${english(message)}`);

const assign = (value: unknown) => ({ '@@assign': value });
const append = (...values: readonly unknown[]) => ({ '@@append': values });
const remove = (...values: readonly unknown[]) => ({ '@@remove': values });
const allowed = (...operators: readonly string[]) => ({ '@@operators_allowed_for_child_policies': operators });
const costcenter = (entry: object) => ({ tags: { costcenter: entry } });
const project = (entry: object) => ({ tags: { project: entry } });

// The policies of https://docs.aws.amazon.com/organizations/latest/userguide/inheritance-examples.html, by the letters that AWS gives them.
const key = assign('CostCenter');
const enforced = ['redshift:*', 'dynamodb:table'];
const A = costcenter({ tag_key: key, tag_value: assign(['Development', 'Support']) });
const B = costcenter({ tag_key: key, tag_value: assign(['Sandbox']), enforced_for: assign(enforced) });
const C = costcenter({ tag_key: key, tag_value: append('Marketing'), enforced_for: append(...enforced) });
const D = costcenter({ tag_key: key, tag_value: { ...remove('Development', 'Marketing'), enforced_for: remove(...enforced) } });
const E = project({
  tag_key: { ...allowed('@@none'), ...assign('Project') },
  tag_value: { ...allowed('@@append'), ...assign(['Maintenance', 'Escalations']) },
});
const F = project({ tag_key: assign('PROJECT'), tag_value: append('Escalations - research') });
const G = project({ tag_value: { ...allowed('@@append'), ...assign(['Maintenance']) } });
const H = project({ tag_value: allowed('@@append', '@@remove') });
const J = project({ tag_key: assign('PROJECT'), tag_value: append('Maintenance') });
const K = project({ tag_key: assign('project') });

describe('effective declarative policies: the examples of AWS', () => {
  test('1: a child policy overwrites tag values (A, B)', () => {
    const policy = policyOf({ root: [A], ou: [B] });
    assert.deepEqual(policy.document, costcenter({ tag_key: 'CostCenter', tag_value: ['Sandbox'], enforced_for: enforced }));
    assert.deepEqual(policy.ignored, []);
  });

  test('2: new values are appended to inherited ones (A, C)', () => {
    const policy = policyOf({ root: [A], ou: [C] });
    const values = ['Development', 'Support', 'Marketing'];
    assert.deepEqual(policy.document, costcenter({ tag_key: 'CostCenter', tag_value: values, enforced_for: enforced }));
    const makers = (index: number) => originsAt(policy, ['tags', 'costcenter', 'tag_value', index]).map(({ policy: name }) => name);
    assert.deepEqual([makers(0), makers(2)], [['tag/root0'], ['tag/ou0']]);
  });

  // AWS writes D's `enforced_for` inside `tag_value`, where no setting can be, and shows the result of what was meant.
  test('3: values are removed from inherited ones (A, C, D)', () => {
    const meant = costcenter({ tag_key: key, tag_value: remove('Development', 'Marketing'), enforced_for: remove(...enforced) });
    assert.deepEqual(
      policyOf({ root: [A], ou: [C], account: [meant] }).document,
      costcenter({ tag_key: 'CostCenter', tag_value: ['Support'] }),
    );
    const asWritten = policyOf({ root: [A], ou: [C], account: [D] });
    assert.deepEqual(asWritten.document, costcenter({ tag_key: 'CostCenter', tag_value: ['Support'], enforced_for: enforced }));
    assert.deepEqual(problemsOf(asWritten), [
      'member-beside-operator policies/tag/account0.json: `enforced_for` stands beside an operator, where AWS reads no settings',
    ]);
  });

  // AWS prints the tag key as `project`, where E says `Project`; and says that children may overwrite the values, where E allows only to append.
  test('4: changes by child policies are restricted (E, F)', () => {
    const policy = policyOf({ root: [E], ou: [F] });
    const values = ['Maintenance', 'Escalations', 'Escalations - research'];
    assert.deepEqual(policy.document, project({ tag_key: 'Project', tag_value: values }));
    assert.deepEqual(ignoredBy(policy), ['operatorNotAllowed tag/ou0 tags.project.tag_key.@@assign against tag/root0']);
    const overwritten = policyOf({ root: [E], ou: [project({ tag_value: assign(['Other']) })] });
    assert.deepEqual(overwritten.document, project({ tag_key: 'Project', tag_value: ['Maintenance', 'Escalations'] }));
  });

  test('5: of controls at one place, what all allow is allowed (G, H)', () => {
    const child = project({ tag_value: { ...append('More'), ...remove('Maintenance') } });
    for (const root of [
      [G, H],
      [H, G],
    ]) {
      const policy = policyOf({ root, ou: [child] });
      assert.deepEqual(policy.document, project({ tag_value: ['Maintenance', 'More'] }));
      assert.deepEqual(
        policy.ignored.map(({ what }) => what.operator),
        ['@@remove'],
      );
    }
  });

  // AWS prints the tag key with a blank before it.
  test('6: of conflicting values at one place, the one attached first counts (J, K)', () => {
    const policy = policyOf({ root: [J, K] });
    assert.deepEqual(policy.document, project({ tag_key: 'PROJECT', tag_value: ['Maintenance'] }));
    assert.deepEqual(ignoredBy(policy), ['attachedLater tag/root1 tags.project.tag_key.@@assign against tag/root0']);
    assert.deepEqual(policyOf({ root: [K, J] }).document, project({ tag_key: 'project', tag_value: ['Maintenance'] }));
  });
});

describe('effective declarative policies', () => {
  const locked = { ...allowed('@@none'), ...assign('optOut') };
  const lex = { services: { lex: { opt_out_policy: assign('optIn') } } };

  test('a control on a group is about its entries, not about what is in them', () => {
    const constant = 'AISERVICES_OPT_OUT_POLICY';
    const closed = { services: { ...allowed('@@none'), default: { ...allowed('@@none'), opt_out_policy: locked } } };
    const shut = policyOf({ constant, root: [closed], account: [lex] });
    assert.deepEqual(shut.document, { services: { default: { opt_out_policy: 'optOut' } } });
    assert.deepEqual(ignoredBy(shut), ['operatorNotAllowed ai-opt-out/account0 services.lex against ai-opt-out/root0']);
    const open = { services: { default: closed.services.default } };
    assert.deepEqual(policyOf({ constant, root: [open], account: [lex] }).document, {
      services: { default: { opt_out_policy: 'optOut' }, lex: { opt_out_policy: 'optIn' } },
    });
    const settable = { services: { ...allowed('@@none'), lex: { opt_out_policy: assign('optOut') } } };
    assert.deepEqual(policyOf({ constant, root: [settable], account: [lex] }).document, { services: { lex: { opt_out_policy: 'optIn' } } });
  });

  test('a group that allows to append takes new entries, whatever sets them', () => {
    const regions = (operator: object) => ({ regions: operator });
    const parent = {
      plans: { ...allowed('@@append'), Daily: { ...allowed('@@none'), ...regions({ ...allowed('@@none'), ...append('a') }) } },
    };
    const child = { plans: { Monthly: regions(assign(['b'])), daily: { ...regions(assign(['c'])), rules: { r: { x: assign('1') } } } } };
    const policy = policyOf({ constant: 'BACKUP_POLICY', root: [parent], account: [child] });
    assert.deepEqual(policy.document, { plans: { Daily: { regions: ['a'] }, Monthly: { regions: ['b'] } } });
    assert.deepEqual(
      policy.ignored.map(({ what }) => what.path.join('.')),
      ['plans.daily.regions.@@assign', 'plans.daily.rules'],
    );
  });

  test('what is restricted is never given back', () => {
    const policy = policyOf({
      root: [E],
      ou: [project({ tag_value: allowed('@@all') })],
      account: [project({ tag_value: assign(['Other']) })],
    });
    assert.deepEqual(policy.document, project({ tag_key: 'Project', tag_value: ['Maintenance', 'Escalations'] }));
    assert.deepEqual(
      ignoredBy(policy).map((text) => text.split(' ')[0]),
      ['onlyTighter', 'operatorNotAllowed'],
    );
    assert.match(
      english(policy.ignored[0]?.message ?? { template: '', args: [] }),
      /tag\/root0 \(Root\) does not allow @@assign, @@remove/,
    );
  });

  test('at one place values add up, and none takes away what one before it said', () => {
    const value = (...operators: readonly object[]) => operators.map((operator) => project({ tag_value: operator }));
    const values = (...operators: readonly object[]) => policyOf({ root: value(...operators) });
    assert.deepEqual(values(assign(['a']), append('b')).document, project({ tag_value: ['a', 'b'] }));
    assert.deepEqual(values(append('a'), append('b', 'a')).document, project({ tag_value: ['a', 'b'] }));
    assert.deepEqual(values(append('a'), remove('a')).document, project({ tag_value: ['a'] }));
    assert.deepEqual(values(append('a'), assign(['b'])).document, project({ tag_value: ['a'] }));
    assert.deepEqual(values(remove('a'), append('a', 'b')).document, project({ tag_value: ['b'] }));
    const same = values(assign(['a']), assign(['a']));
    assert.deepEqual([same.ignored, originsAt(same, ['tags', 'project', 'tag_value']).length], [[], 2]);
  });

  test('policy keys of tag policies differ in case only by spelling', () => {
    const upper = { tags: { CostCenter: { tag_value: append('More') } } };
    assert.deepEqual(
      policyOf({ root: [A], ou: [upper] }).document,
      costcenter({ tag_key: 'CostCenter', tag_value: ['Development', 'Support', 'More'] }),
    );
    const ec2 = policyOf({ constant: 'DECLARATIVE_POLICY_EC2', root: [{ a: { x: assign(1) } }, { A: { x: assign(2) } }] });
    assert.deepEqual(ec2.document, { a: { x: 1 }, A: { x: 2 } });
  });

  test('says what AWS would find wrong, at the files that it comes from', () => {
    const problems = (attached: Attached) => problemsOf(policyOf(attached));
    assert.deepEqual(problems({ root: [project({ tag_key: 'Project' })] }), [
      'missing-operator policies/tag/root0.json: `tag_key` has no operator, such as `@@assign`',
    ]);
    assert.deepEqual(
      problems({ root: [project({ tag_value: { '@@asign': ['a'], ...allowed('@@nothing') } })] }).map((text) => text.split(' ')[0]),
      ['unknown-operator', 'unknown-operator'],
    );
    assert.match(problems({ root: [project({ tag_key: assign('Other') })] }).join(), /^tag-key-mismatch policies\/tag\/root0\.json: /);
    assert.match(
      problems({ root: [K], ou: [project({ tag_key: append('x') })] }).join(),
      /^append-to-single-value policies\/tag\/ou0\.json/,
    );
    const constant = 'AISERVICES_OPT_OUT_POLICY';
    assert.match(
      problems({ constant, root: [{ services: { lex: { opt_out_policy: append('optOut') } } }] }).join(),
      /^operator-not-supported/,
    );
    const backup = {
      constant: 'BACKUP_POLICY',
      root: [{ plans: { P: { regions: append('a') } } }],
      ou: [{ plans: { p: { regions: append('b') } } }],
    };
    assert.deepEqual(problems(backup), [
      'incomplete-backup-plan policies/backup/root0.json: the backup plan `P` backs up nothing: it has no `rules`, `selections`',
      'incomplete-backup-plan policies/backup/ou0.json: the backup plan `P` backs up nothing: it has no `rules`, `selections`',
    ]);
  });

  test('a setting where another policy has a group is left out', () => {
    const group = project({ tag_key: { inner: assign('x') } });
    assert.deepEqual(ignoredBy(policyOf({ root: [K], ou: [group] })), ['otherShape tag/ou0 tags.project.tag_key.inner against tag/root0']);
    const policy = policyOf({ root: [group], ou: [K] });
    assert.deepEqual([policy.document, policy.ignored[0]?.reason], [project({ tag_key: { inner: 'x' } }), 'otherShape']);
  });

  test('a policy that cannot be read is unknown, and so is a place that does not exist', () => {
    const broken = policyOf({ root: [A, '{ "tags": '], ou: ['[]'] });
    assert.deepEqual(broken.document, costcenter({ tag_key: 'CostCenter', tag_value: ['Development', 'Support'] }));
    assert.deepEqual(
      broken.unknown.map(({ reference, level }) => `${reference} at ${level.name}`),
      ['tag/root1 at Root', 'tag/ou0 at OU'],
    );
    const lost = policyOf({ manifest: { root: { policyTypes: { TAG_POLICY: 'ENABLED' }, attach: ['tag/none'] } } });
    assert.deepEqual(
      lost.unknown.map(({ reference }) => reference),
      ['tag/none', '/OU'],
    );
  });

  test('does not apply while the type is off, or with consolidated billing only, or to types that do not merge', () => {
    const organization = { organization: { featureSet: 'CONSOLIDATED_BILLING', managementAccount: '111111111111' } };
    assert.equal(effective({ root: [A], manifest: organization }).policy, undefined);
    assert.equal(effective({ root: [A], manifest: { root: { attach: ['tag/root0'] } } }).policy, undefined);
    assert.equal(effective({ constant: 'SERVICE_CONTROL_POLICY' }).policy, undefined);
    assert.equal(declarativePolicyTypes.length, 13);
  });

  test('each line of the text tells where it comes from, up to the characters of the file', () => {
    const { policy, files } = effective({ root: [A], ou: [C] });
    assert.ok(policy !== undefined);
    const { text, lines } = effectiveDeclarativeText(policy);
    assert.equal(text, JSON.stringify(policy.document, undefined, 2));
    const at = text.split('\n').findIndex((line) => line.includes('"Marketing"'));
    const [origin] = lines[at]?.origins ?? [];
    assert.deepEqual([origin?.policy, origin?.level.name, origin?.path.at(-1)], ['tag/ou0', 'OU', '@@append']);
    const { file, span } = origin?.origin ?? { file: '', span: { start: 0, end: 0 } };
    assert.match(files.get(file)?.slice(span.start, span.end) ?? '', /^"@@append": \[\s+"Marketing"\s+\]$/);
    assert.deepEqual(lines[0], { path: [], origins: [] });
  });
});

describe('effective declarative policies of anything', () => {
  const name = fc.oneof(
    fc.constantFrom(
      '@@assign',
      '@@append',
      '@@remove',
      '@@operators_allowed_for_child_policies',
      '@@x',
      'tags',
      'a',
      'A',
      '__proto__',
      '0',
    ),
    fc.string(),
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('@@none', '@@all', '@@append', 'x', 1, true, null),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.array(fc.tuple(name, tie('tree')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
    ),
  }));
  const documents = fc.array(tree, { maxLength: 3 });
  const constant = fc.constantFrom('TAG_POLICY', 'BACKUP_POLICY', 'AISERVICES_OPT_OUT_POLICY', 'S3_POLICY');
  const attached = fc.record({ constant, root: documents, ou: documents, account: documents });

  test('never throw, and their text is that of their document', () => {
    fc.assert(
      fc.property(attached, (places) => {
        const policy = policyOf(places);
        const { text, lines } = effectiveDeclarativeText(policy);
        assert.equal(text, JSON.stringify(policy.document, undefined, 2));
        assert.equal(lines.length, text.split('\n').length);
        assert.ok(policy.settings.every(({ origins }) => origins.length > 0));
      }),
    );
  });

  test('are not changed by an empty policy below', () => {
    fc.assert(
      fc.property(attached, fc.constantFrom({}, { tags: {} }, { a: { A: {} } }), (places, empty) => {
        assert.deepEqual(policyOf({ ...places, account: [empty] }).document, policyOf({ ...places, account: [] }).document);
      }),
    );
  });

  test('are what a parent policy says that locks every place', () => {
    const lock = (value: unknown): unknown => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      const entries = Object.entries(value).filter(([key]) => key !== '@@operators_allowed_for_child_policies');
      const inner = entries.map(([key, one]: [string, unknown]) => [key, key.startsWith('@@') ? one : lock(one)] as const);
      return Object.fromEntries([...inner, ['@@operators_allowed_for_child_policies', ['@@none']]]);
    };
    fc.assert(
      fc.property(constant, tree, documents, documents, (type, parent, ou, own) => {
        const root = [lock(parent)];
        if (typeof parent !== 'object' || parent === null || Array.isArray(parent)) return;
        assert.deepEqual(policyOf({ constant: type, root, ou, account: own }).document, policyOf({ constant: type, root }).document);
      }),
    );
  });
});
