import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { decide } from '../../server/src/core/evaluation/decide';
import type { Decision } from '../../server/src/core/evaluation/decision';
import { evaluate } from '../../server/src/core/evaluation/evaluate';
import { explain } from '../../server/src/core/evaluation/explain';
import { compilePolicySet } from '../../server/src/core/evaluation/policySet';
import { prepareRequest } from '../../server/src/core/evaluation/prepareRequest';
import type { ContextValue } from '../../server/src/core/evaluation/request';
import { policySetFacts } from '../../server/src/core/evaluation/requestFacts';
import type { Trace } from '../../server/src/core/evaluation/trace';
import { seed } from '../support/seeds';
import { tinyCatalog } from '../support/tinyCatalog';
import { contextValues, fullAccess, policySet, situation, statement } from './arbitraries';
import type { Document, Situation, StatementDocument } from './arbitraries';

// Set GATEHOUSE_SEED to see a failure again: it is printed with every counterexample.
const runs = Number(process.env['GATEHOUSE_RUNS'] ?? 500);
const catalog = tinyCatalog();

const known = situation(fc.constant(true));
const either = situation(fc.boolean());

function answer(given: Situation): Trace {
  return evaluate(given.request, policySet(given), catalog);
}

function decisionOf(given: Situation): Decision {
  return answer(given).decision;
}

/** The situation with each of its policies changed. */
function mapPolicies(given: Situation, change: (policy: Document) => Document): Situation {
  return {
    ...given,
    identity: given.identity.map(change),
    boundary: given.boundary === undefined ? undefined : change(given.boundary),
    session: given.session?.map(change),
    resource: given.resource === undefined ? undefined : change(given.resource),
    scp: given.scp?.map((level) => level.map(change)),
    rcp: given.rcp?.map((level) => level.map(change)),
    endpoint: given.endpoint?.map(change),
  };
}

function append(policy: Document, added: StatementDocument): Document {
  return { ...policy, Statement: [...policy.Statement, added] };
}

/** One statement per value of its list; only elements that are not negated can be taken apart. */
function split(policy: Document, name: 'Action' | 'Resource'): Document {
  const parts = policy.Statement.flatMap((given) => {
    const values = given[name];
    return Array.isArray(values) ? values.map((value: unknown) => ({ ...given, [name]: value })) : [given];
  });
  return { ...policy, Statement: parts };
}

function holds<Values extends [unknown, ...unknown[]]>(
  arbitraries: { [Index in keyof Values]: fc.Arbitrary<Values[Index]> },
  law: (...values: Values) => void,
): void {
  fc.assert(fc.property(...arbitraries, law), { seed, numRuns: runs });
}

describe(`laws of evaluation (seed ${seed})`, () => {
  it('an added Deny never allows', () => {
    holds([known, statement({ principal: true, effect: 'Deny' })], (given, deny) => {
      const { Principal, ...withoutPrincipal } = deny;
      assert.ok(Principal !== undefined);
      const before = decisionOf(given);
      const after = [
        { ...given, identity: [...given.identity, { Version: '2012-10-17', Statement: [withoutPrincipal] }] },
        { ...given, resource: append(given.resource ?? { Version: '2012-10-17', Statement: [] }, deny) },
      ].map(decisionOf);
      if (before !== 'allowed') assert.ok(!after.includes('allowed'));
    });
  });

  it('an Allow added to an existing policy never denies', () => {
    holds([known, statement({ principal: true, effect: 'Allow' })], (given, allow) => {
      if (decisionOf(given) !== 'allowed') return;
      const changed = mapPolicies(given, (policy) => append(policy, allow));
      assert.equal(decisionOf(changed), 'allowed');
    });
  });

  it('order of statements and policies never matters', () => {
    holds([either], (given) => {
      const reversed = mapPolicies(given, (policy) => ({ ...policy, Statement: [...policy.Statement].reverse() }));
      const turned = {
        ...reversed,
        identity: [...reversed.identity].reverse(),
        session: reversed.session === undefined ? undefined : [...reversed.session].reverse(),
        scp: reversed.scp?.map((level) => [...level].reverse()),
      };
      assert.equal(decisionOf(turned), decisionOf(given));
    });
  });

  it('a level of FullAWSAccess changes nothing', () => {
    holds([either], (given) => {
      if (given.scp === undefined) return;
      assert.equal(decisionOf({ ...given, scp: [[fullAccess], ...given.scp, [fullAccess]] }), decisionOf(given));
    });
  });

  it('an added SCP level never allows', () => {
    holds([known, known], (given, donor) => {
      if (given.scp === undefined || donor.scp === undefined) return;
      const after = decisionOf({ ...given, scp: [...given.scp, ...donor.scp] });
      if (decisionOf(given) !== 'allowed') assert.notEqual(after, 'allowed');
    });
  });

  it('the case of an action never matters', () => {
    holds([either], (given) => {
      const shouted = { ...given, request: { ...given.request, action: given.request.action.toUpperCase() } };
      assert.equal(decisionOf(shouted), decisionOf(given));
    });
  });

  it('a list of actions or resources is the same as a statement for each', () => {
    holds([either, fc.constantFrom<'Action' | 'Resource'>('Action', 'Resource')], (given, name) => {
      assert.equal(decisionOf(mapPolicies(given, (policy) => split(policy, name))), decisionOf(given));
    });
  });

  it('decide and explain agree on the decision and on what decided', () => {
    holds([either], (given) => {
      const policies = policySet(given);
      const prepared = prepareRequest(given.request, { catalog, ...policySetFacts(policies) });
      const compiled = compilePolicySet(policies);
      const verdict = decide(prepared, compiled);
      const trace = explain(prepared, compiled);
      assert.equal(verdict.decision, trace.decision);
      assert.equal(verdict.layer, trace.decidedBy?.layer);
      assert.equal(verdict.statement?.source.index, trace.decidedBy?.statement ?? undefined);
    });
  });

  it('the deciding statement is one that matched, and an explicit deny has one', () => {
    holds([known], (given) => {
      const { decision, decidedBy, matchedStatements } = answer(given);
      if (decision === 'undetermined') return;
      const denies = matchedStatements.filter(({ effect }) => effect === 'Deny');
      assert.equal(decision === 'explicitDeny', denies.length > 0);
      if (decidedBy?.statement === null || decidedBy === null) return;
      assert.ok(
        matchedStatements.some(
          (matched) =>
            matched.layer === decidedBy.layer &&
            matched.level === decidedBy.level &&
            matched.policyIndex === decidedBy.policyIndex &&
            matched.statement === decidedBy.statement,
        ),
      );
    });
  });
});

const completion = fc.record(
  Object.fromEntries(
    Object.entries(contextValues).map(([key, values]) => [key, fc.option(fc.constantFrom(...values), { nil: undefined })]),
  ),
);

/** The request with its unknown keys filled in, or absent. */
function complete(given: Situation, values: Readonly<Record<string, ContextValue | undefined>>): Situation {
  const context = { ...given.request.context };
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined || key in context || !canCarry(given, key, (values['aws:SourceVpc'] ?? context['aws:SourceVpc']) !== undefined))
      continue;
    context[key] = value;
  }
  return { ...given, request: { ...given.request, context, contextIsComplete: true } };
}

/** Whether the request could have the key at all: not every caller has tags and MFA, and a public address and a VPC exclude each other. */
function canCarry({ request, ...policies }: Situation, key: string, hasVpc: boolean): boolean {
  const isPrincipal = typeof request.principal === 'string' && request.principal.startsWith('arn:');
  const isThroughEndpoint = (policies.endpoint ?? []).length > 0;
  switch (key) {
    case 'aws:PrincipalTag/team':
      // The root user cannot be tagged.
      return isPrincipal && !String(request.principal).endsWith(':root');
    case 'aws:MultiFactorAuthAge':
      return isPrincipal && !String(request.principal).includes(':federated-user/');
    case 'aws:SourceIp':
      return !hasVpc && !isThroughEndpoint;
    case 'aws:SourceVpc':
      return !('aws:SourceIp' in request.context) && (isPrincipal || request.principal === 'anonymous');
    default:
      return true;
  }
}

const open = situation(fc.constant(false));
const knownKeys = new Set(Object.keys(contextValues).map((key) => key.toLowerCase()));

describe(`laws of what is unknown (seed ${seed})`, () => {
  it('a decision stands in every completion', () => {
    holds([open, completion], (given, values) => {
      const decision = decisionOf(given);
      // On an action without resource types the completed context follows the documented rule; that is no completion.
      if (decision === 'undetermined' || given.request.resource === '*') return;
      const completed = decisionOf(complete(given, values));
      if (completed !== 'undetermined') assert.equal(completed, decision);
    });
  });

  it('undetermined names at least two decisions, or too many completions, and every decision that a completion brings', () => {
    holds([open, completion], (given, values) => {
      const trace = answer(given);
      if (trace.decision !== 'undetermined' || trace.possibleDecisions.length === 0) return;
      assert.ok(trace.possibleDecisions.length >= 2);
      if (given.request.resource === '*') return;
      const completed = decisionOf(complete(given, values));
      // A service principal's ARN, say, stays unknown however complete the context is.
      if (completed !== 'undetermined') assert.ok(trace.possibleDecisions.includes(completed));
    });
  });

  it('of the keys that matter the examples really allow and deny', () => {
    holds([open], (given) => {
      const trace = answer(given);
      const [key, ...others] = trace.context.filter(({ matters, state }) => matters && state === 'unknown');
      if (key?.allowedWith === undefined || key.deniedWith === undefined || others.length > 0) return;
      if (trace.possibleDecisions.length === 0 || given.request.resource === '*') return;
      if (trace.context.some(({ key: asked, state }) => state === 'unknown' && !knownKeys.has(asked.toLowerCase()))) return;
      // With one key that matters, the others may be anything: leave them out.
      const withValue = (values: readonly string[]): Situation =>
        complete(given, values.length === 0 ? {} : { [key.key]: valueFor(key.key, values) });
      assert.equal(decisionOf(withValue(key.allowedWith)), 'allowed');
      assert.notEqual(decisionOf(withValue(key.deniedWith)), 'allowed');
    });
  });
});

function valueFor(key: string, values: readonly string[]): ContextValue {
  return key.toLowerCase() === 'aws:tagkeys' ? values : (values[0] ?? '');
}
