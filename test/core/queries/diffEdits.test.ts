import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import type { Catalog } from '../../../server/src/core/catalog/catalog';
import { compileAction } from '../../../server/src/core/evaluation/actions';
import type { Trace } from '../../../server/src/core/evaluation/trace';
import { attachedStatements, bearingStatements, differences } from '../../../server/src/core/queries/bearingStatements';
import { listChanges, sayOf } from '../../../server/src/core/queries/decisionChange';
import type { DecisionChange } from '../../../server/src/core/queries/decisionChange';
import { diffOrganizations } from '../../../server/src/core/queries/diff';
import { exampleResources, namedExample, namingStatements } from '../../../server/src/core/queries/exampleResources';
import { everybodyOf } from '../../../server/src/core/queries/members';
import type { MemberPrincipal } from '../../../server/src/core/queries/members';
import { createOrganizationFrame } from '../../../server/src/core/queries/organizationFrame';
import type { QuerySources } from '../../../server/src/core/queries/organizationFrame';
import { complete } from '../../../server/src/core/queries/progress';
import { decideInOrganization } from '../../../server/src/core/simulation/askOrganization';
import { realCatalog } from '../../support/realCatalog';

import { randomEdits } from './randomEdits';
import { buildOrganization, organizations } from './randomOrganization';
import '../../support/seeds';

const services = ['dynamodb', 'ec2', 'iam', 'kms', 's3', 'sqs', 'sts'];

/** A catalog with some of the actions only, another few each time. */
function partOfCatalog(every: number, offset: number): Catalog {
  const catalog = realCatalog();
  const names = new Map(services.map((service) => [service, catalog.actionNames(service).filter((_, index) => index % every === offset)]));
  return { ...catalog, services: () => services, actionNames: (service) => names.get(service) ?? [] };
}

interface Flip {
  readonly principal: string;
  readonly action: string;
  readonly pattern: string;
  readonly before: Trace;
  readonly after: Trace;
}

const nothingElse = { context: {}, contextIsComplete: true };

/** Every principal, every action of the catalog, every example: decided by the evaluator in both versions, with no query's help. */
function recomputed(before: QuerySources, after: QuerySources): readonly Flip[] {
  const { catalog } = before;
  const [then, now] = [createOrganizationFrame(before), createOrganizationFrame(after)];
  const attached = differences(complete(attachedStatements(then, { spent: 0 })), complete(attachedStatements(now, { spent: 0 })));
  const later = new Map([...everybodyOf(after.organization)].map((principal) => [principal.arn, principal]));
  const flips: Flip[] = [];
  for (const principal of everybodyOf(before.organization)) {
    const counterpart = later.get(principal.arn);
    if (counterpart === undefined) continue;
    const [one, other] = [bearingStatements(then, principal, new WeakMap()), bearingStatements(now, counterpart, new WeakMap())];
    const scope = { partition: 'aws', account: principal.account.id, region: 'us-east-1' };
    const bearers = attached.flatMap(({ arn, statement: { action } }) =>
      action === undefined ? [] : [{ action: compileAction(action), examples: [namedExample(catalog, arn, scope)] }],
    );
    const statements = [...one.values(), ...other.values(), ...attached.map(({ statement }) => statement)];
    const naming = [...namingStatements(catalog, statements, scope), ...bearers];
    for (const action of catalog.services().flatMap((service) => catalog.actionNames(service))) {
      for (const { pattern, resource } of exampleResources(catalog, action, naming, scope)) {
        const [was, is] = [ask(before, principal, action, resource), ask(after, counterpart, action, resource)];
        if (sayOf(was.decision) !== sayOf(is.decision)) flips.push({ principal: principal.arn, action, pattern, before: was, after: is });
      }
    }
  }
  return flips;
}

/** A flip with what decides it: the denied side, else the later one. */
function shownFlip({ principal, action, pattern, before, after }: Flip): string {
  const { decidedBy } = sayOf(before.decision) === 'denied' ? before : after;
  const by = decidedBy === null ? 'nobody' : [decidedBy.layer, decidedBy.level, decidedBy.policy, decidedBy.statement].join('/');
  return [principal, action, pattern, before.decision, after.decision, by].join(' ');
}

function shownChange({ principal, action, resourcePattern, before, after, decidedBy }: DecisionChange): string {
  const by = decidedBy === null ? 'nobody' : [decidedBy.layer, decidedBy.level, decidedBy.policy, decidedBy.statement].join('/');
  return [principal, action, resourcePattern, before, after, by].join(' ');
}

/** Whether a listed change is one on some resource that its pattern stands for. */
function isFlip(before: QuerySources, after: QuerySources, change: DecisionChange): boolean {
  const { principal, action, resourcePattern } = change;
  const [one, other] = [before, after].map(({ organization }) => [...everybodyOf(organization)].find(({ arn }) => arn === principal));
  if (one === undefined || other === undefined) return false;
  const scope = { partition: 'aws', account: one.account.id, region: 'us-east-1' };
  const { resource, deeper } = namedExample(before.catalog, resourcePattern, scope);
  return [resource, ...(deeper === undefined ? [] : [deeper.resource])].some((tried) => {
    const [was, is] = [ask(before, one, action, tried), ask(after, other, action, tried)];
    return was.decision === change.before && is.decision === change.after;
  });
}

function ask(sources: QuerySources, who: MemberPrincipal, action: string, resource: string): Trace {
  return decideInOrganization({ principal: who.arn, action, resource, ...nothingElse }, who, sources).trace;
}

const statement = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Deny', 'Deny'),
    Action: fc.constantFrom('s3:*', 'ec2:*', 'iam:*', '*', 'sts:AssumeRole', 's3:GetObject'),
    Resource: fc.constantFrom('*', 'arn:aws:s3:::bucket1/*', 'arn:aws:iam::100000000001:*', 'arn:aws:dynamodb:*:*:table/example'),
    Condition: fc.constantFrom(
      {},
      { StringEquals: { 'aws:PrincipalTag/team': 'red' } },
      { StringEquals: { 'aws:PrincipalAccount': '100000000001' } },
      { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/ou-ab12-1/*' } },
      { 'ForAnyValue:StringLike': { 'aws:ResourceOrgPaths': 'o-a1b2c3d4e5/r-ab12/ou-ab12-0/*' } },
      { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/user0' } },
    ),
  })
  .map((parts) => ({ Principal: '*', ...parts }));
const policy = fc.array(statement, { minLength: 1, maxLength: 2 }).map((Statement): object => ({ Version: '2012-10-17', Statement }));

const isFull = process.env.GATEHOUSE_FULL === '1';

describe('a diff of an edit', () => {
  let flips = 0;
  const kinds = new Set<string>();
  const isTheSame = fc.property(organizations, randomEdits(policy), fc.nat(89), (model, edit, offset) => {
    const catalog = partOfCatalog(90, offset);
    const before = { ...buildOrganization(model), catalog };
    const made = buildOrganization(edit.model(model));
    const after = { organization: edit.organization(made.organization), load: made.load, catalog };
    const expected = recomputed(before, after).map(shownFlip);
    flips += expected.length;
    if (expected.length > 0) kinds.add(edit.name);
    const found = listChanges(complete(diffOrganizations(before, after, nothingElse)));
    const names = new Map(found.map((change) => [shownChange(change), change]));
    const listed = new Set(expected);
    assert.deepEqual(
      expected.filter((flip) => !names.has(flip)),
      [],
      edit.name,
    );
    // What a policy asks of whoever has moved is tried on the resource that has the policy, too: there each flip has to be one.
    for (const [name, change] of names) if (!listed.has(name)) assert.ok(isFlip(before, after, change), `${edit.name}: ${name}`);
  });

  test('is what every principal, action and resource decided anew say, of whichever kind the edit is', () => {
    fc.assert(isTheSame, { numRuns: isFull ? 600 : 60, endOnFailure: true, seed: 20_261_201 });
    assert.ok(flips > 200, `only ${flips} decisions flipped`);
    assert.ok(kinds.size >= 8, `only ${[...kinds].join(', ')} flipped anything`);
  });
});
