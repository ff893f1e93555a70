import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { evaluate } from '../../../server/src/core/evaluation/evaluate';
import { meetsExpectation, readScenario } from '../../../server/src/core/evaluation/scenario';
import { toScenarioResult } from '../../../server/src/core/evaluation/scenarioResult';
import { lowerPolicy } from '../../../server/src/core/policy/lowerPolicy';
import { nodeFromValue } from '../../../server/src/core/syntax/nodeFromValue';
import { english } from '../../../server/src/core/text/message';
import { tinyCatalog } from '../../support/tinyCatalog';

const allowAll = { Version: '2012-10-17', Statement: [{ Sid: 'All', Effect: 'Allow', Action: '*', Resource: '*' }] };
const request = { principal: 'arn:aws:iam::111122223333:user/alice', action: 's3:GetObject', resource: 'arn:aws:s3:::media/a.png' };
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';

const read = (value: unknown) =>
  readScenario(nodeFromValue(value), (arn) => (arn === administrator ? lowerPolicy(nodeFromValue(allowAll)) : undefined));
const problemsOf = (value: unknown): readonly string[] => read(value).problems.map(english);

describe('a scenario', () => {
  it('is read whole', () => {
    const { scenario, problems } = read({
      name: 'all fields',
      source: 'somewhere',
      note: 'a note',
      request: {
        ...request,
        resourceAccount: '111122223333',
        context: { a: 'x', n: 1.5, b: true, list: ['x', 2] },
        contextIsComplete: false,
      },
      identityPolicies: [allowAll, { name: 'named', document: allowAll }, administrator],
      permissionsBoundary: allowAll,
      sessionPolicies: [],
      resourcePolicy: allowAll,
      serviceControlPolicies: [[allowAll], []],
      resourceControlPolicies: [[]],
      vpcEndpointPolicies: [allowAll],
      managementAccount: '999999999999',
      expect: 'denied',
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(scenario?.request.context, { a: 'x', n: '1.5', b: true, list: ['x', '2'] });
    assert.equal(scenario?.request.contextIsComplete, false);
    assert.deepEqual(
      scenario?.policies.identityPolicies.map(({ name, policy }) => [name, policy?.statements.length]),
      [
        [undefined, 1],
        ['named', 1],
        [administrator, 1],
      ],
    );
    assert.equal(scenario?.policies.serviceControlPolicies?.length, 2);
  });

  it('has a complete context unless it says otherwise', () => {
    assert.equal(read({ name: 'x', request }).scenario?.request.contextIsComplete, true);
  });

  const wrong: readonly (readonly [string, unknown, RegExp])[] = [
    ['is an object', [], /must be an object/],
    ['has no unknown field', { name: 'x', request, identityPolicy: [] }, /unknown field `identityPolicy`/],
    ['has no unknown field in its request', { name: 'x', request: { ...request, actions: 'x' } }, /unknown field `actions`/],
    ['has a name', { request }, /`name` is missing/],
    ['has a request', { name: 'x' }, /`request` is missing/],
    ['has an action', { name: 'x', request: { ...request, action: undefined } }, /`action`/],
    ['has a principal that is text or federated', { name: 'x', request: { ...request, principal: 5 } }, /`principal`/],
    [
      'has a federated principal of one field',
      { name: 'x', request: { ...request, principal: { federated: 'a', x: 1 } } },
      /unknown field `x`/,
    ],
    ['has context values, not objects', { name: 'x', request: { ...request, context: { a: {} } } }, /context value of `a`/],
    ['has context values, not null', { name: 'x', request: { ...request, context: { a: null } } }, /context value of `a`/],
    ['has context values, not lists of lists', { name: 'x', request: { ...request, context: { a: [['x']] } } }, /context value of `a`/],
    ['has account ids', { name: 'x', request: { ...request, resourceAccount: '1' } }, /no account id/],
    ['has lists of policies', { name: 'x', request, identityPolicies: allowAll }, /`identityPolicies` must be a list/],
    ['has levels of SCPs', { name: 'x', request, serviceControlPolicies: [allowAll] }, /list of lists/],
    ['expects a decision', { name: 'x', request, expect: 'maybe' }, /`maybe` is no decision/],
  ];
  for (const [rule, value, problem] of wrong) {
    it(rule, () => {
      assert.match(problemsOf(value).join('\n'), problem);
      assert.equal(read(value).scenario, undefined);
    });
  }

  it('with a policy that cannot be read leaves its layer unknown, and says which', () => {
    for (const policy of [null, 5, [], {}, { Statement: 'x' }, 'arn:aws:iam::aws:policy/NoSuchPolicy', { name: 'odd', document: 7 }]) {
      const { scenario } = read({ name: 'x', request, identityPolicies: [policy] });
      assert.ok(scenario !== undefined);
      const trace = evaluate(scenario.request, scenario.policies, tinyCatalog());
      assert.equal(trace.decision, 'undetermined');
      assert.match(trace.problems.map(english).join('\n'), /cannot be read/);
    }
  });

  it('stands in spite of an unreadable policy when a Deny decides', () => {
    const deny = { Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] };
    const { scenario } = read({ name: 'x', request, identityPolicies: [null], serviceControlPolicies: [[deny]] });
    assert.ok(scenario !== undefined);
    assert.equal(evaluate(scenario.request, scenario.policies, tinyCatalog()).decision, 'explicitDeny');
  });

  it('meets an expectation of either deny', () => {
    assert.equal(meetsExpectation('implicitDeny', 'denied'), true);
    assert.equal(meetsExpectation('explicitDeny', 'denied'), true);
    assert.equal(meetsExpectation('undetermined', 'denied'), false);
    assert.equal(meetsExpectation('allowed', 'allowed'), true);
  });
});

describe('the line of a result', () => {
  it('has the members of the contract, in order', () => {
    const { scenario } = read({ name: 'x', request, identityPolicies: [allowAll], serviceControlPolicies: [[allowAll], [allowAll]] });
    assert.ok(scenario !== undefined);
    const result = toScenarioResult('x', evaluate(scenario.request, scenario.policies, tinyCatalog()));
    assert.deepEqual(JSON.parse(JSON.stringify(result)), {
      name: 'x',
      decision: 'allowed',
      decidedBy: { layer: 'identity', level: null, policy: 'identity[0]', statement: 0, sid: 'All' },
      matchedStatements: [
        { layer: 'scp', level: 0, policy: 'scp[0]', statement: 0, sid: 'All', effect: 'Allow' },
        { layer: 'scp', level: 1, policy: 'scp[0]', statement: 0, sid: 'All', effect: 'Allow' },
        { layer: 'identity', level: null, policy: 'identity[0]', statement: 0, sid: 'All', effect: 'Allow' },
      ],
      missingContextKeys: [],
      layers: [
        { layer: 'rcp', level: null, decision: 'notApplicable' },
        { layer: 'scp', level: 0, decision: 'allowed' },
        { layer: 'scp', level: 1, decision: 'allowed' },
        { layer: 'vpcEndpoint', level: null, decision: 'notApplicable' },
        { layer: 'resource', level: null, decision: 'notApplicable' },
        { layer: 'identity', level: null, decision: 'allowed' },
        { layer: 'permissionsBoundary', level: null, decision: 'notApplicable' },
        { layer: 'session', level: null, decision: 'notApplicable' },
      ],
      problems: [],
    });
  });

  it('names the level, and no policy, for an implicit deny by an SCP', () => {
    const { scenario } = read({ name: 'x', request, identityPolicies: [allowAll], serviceControlPolicies: [[allowAll], []] });
    assert.ok(scenario !== undefined);
    const { decidedBy } = toScenarioResult('x', evaluate(scenario.request, scenario.policies, tinyCatalog()));
    assert.deepEqual(decidedBy, { layer: 'scp', level: 1, policy: null, statement: null, sid: null });
  });
});
