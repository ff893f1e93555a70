import type { Catalog } from '../../catalog/catalog';
import type { Layer } from '../../evaluation/decision';
import { explain } from '../../evaluation/explain';
import { compilePolicySet } from '../../evaluation/policySet';
import { prepareRequest } from '../../evaluation/prepareRequest';
import type { PreparedRequest } from '../../evaluation/prepareRequest';
import type { AuthorizationRequest, ContextValue, PolicyInput, PolicySet } from '../../evaluation/request';
import { policySetFacts } from '../../evaluation/requestFacts';
import type { StatementTrace, Trace } from '../../evaluation/trace';
import { findPrincipal } from '../../organization/findPrincipal';
import type { Organization } from '../../organization/organization';
import type { LoadPolicy } from '../../organization/policyLoader';
import type { Policy } from '../../policy/policy';
import type { PolicyType } from '../../policy/policyType';
import { lowerPolicy } from '../../policy/lowerPolicy';
import { nodeFromValue } from '../../syntax/nodeFromValue';

import { askOrganization } from '../askOrganization';
import { gatherPolicies } from '../gatherPolicies';
import { callerOf } from '../testPrincipal';

import type { AttachedPrincipals } from './attachedPrincipals';

/** A request as a test says it. */
export interface TestRequest {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount?: string | undefined;
  readonly context: Readonly<Record<string, ContextValue>>;
}

/** What is asked, and of whom: the policy in its place among others. */
export interface Ground {
  readonly layer: Layer;
  readonly catalog: Catalog;
  /** The account whose resources and principals stand for "some" of them. */
  readonly account: string;
  ask(request: TestRequest): Answered;
  /** The request made ready, to test conditions with. */
  prepare(request: TestRequest): PreparedRequest;
  /** Whether a statement of a trace is one of the policy. */
  isOwn(statement: StatementTrace): boolean;
  /** Who may ask, the likeliest first; as tests name them. */
  readonly principals: readonly GroundPrincipal[];
  /** What a policy on a resource is on; empty: any resource will do. */
  readonly resources: readonly { readonly arn: string; readonly account: string }[];
}

/** Somebody who may ask. */
export interface GroundPrincipal {
  readonly name: string;
  readonly arn: string;
  /** Tells those apart who stand in different places of the organization; undefined: the policy is above or on all. */
  readonly place: string | undefined;
  /** Nobody to whom the policy is attached: it does not reach them. */
  readonly beyond: boolean;
}

/** The answer to a request. */
export interface Answered {
  readonly trace: Trace;
  readonly policies: PolicySet;
}

/** The account of examples. */
export const exampleAccount = '111122223333';
const otherAccount = '444455556666';

const everythingDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } as const;
const everyone = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] } as const;

/** The policies of a test file that needs no organization, as it writes them, and as they are asked. */
export interface PolicySurroundings {
  readonly written: Readonly<Record<string, unknown>>;
  readonly layer: Layer;
  readonly policies: PolicySet;
}

/**
 * A policy among policies that let everything through, so that what is decided is decided by it. Undefined: it is no access policy.
 * A policy that only denies has an Allow for everything beside it, as it would have at work.
 */
export function surroundingsOf(
  policy: Policy,
  type: PolicyType,
  place: { readonly file: string; readonly uri: string },
): PolicySurroundings | undefined {
  const own: PolicyInput = { name: place.file, policy, uri: place.uri };
  const all = named('everything', everythingDocument);
  const onlyDenies = policy.statements.every(({ effect }) => effect !== 'Allow');
  const written = { name: 'everything', document: everythingDocument };
  switch (type) {
    case 'identity':
      return {
        written: { identityPolicies: onlyDenies ? [place.file, written] : [place.file] },
        layer: 'identity',
        policies: { identityPolicies: onlyDenies ? [own, all] : [own] },
      };
    case 'permissionsBoundary':
      return {
        written: { identityPolicies: [written], permissionsBoundary: place.file },
        layer: 'permissionsBoundary',
        policies: { identityPolicies: [all], permissionsBoundary: own },
      };
    case 'session':
      return {
        written: { identityPolicies: [written], sessionPolicies: onlyDenies ? [place.file, written] : [place.file] },
        layer: 'session',
        policies: { identityPolicies: [all], sessionPolicies: onlyDenies ? [own, all] : [own] },
      };
    case 'scp': {
      const beside = named('FullAWSAccess', everythingDocument);
      const full = { name: 'FullAWSAccess', document: everythingDocument };
      return {
        written: { identityPolicies: [written], serviceControlPolicies: [onlyDenies ? [full, place.file] : [place.file]] },
        layer: 'scp',
        policies: { identityPolicies: [all], serviceControlPolicies: [onlyDenies ? [beside, own] : [own]] },
      };
    }
    case 'rcp':
      return {
        written: {
          identityPolicies: [written],
          resourcePolicy: { name: 'everyone', document: everyone },
          resourceControlPolicies: [[place.file]],
        },
        layer: 'rcp',
        policies: { identityPolicies: [all], resourcePolicy: named('everyone', everyone), resourceControlPolicies: [[own]] },
      };
    case 'vpcEndpoint':
      return {
        written: { identityPolicies: [written], vpcEndpointPolicies: [place.file] },
        layer: 'vpcEndpoint',
        policies: { identityPolicies: [all], vpcEndpointPolicies: [own] },
      };
    case 'resource':
    case 'resource:s3-bucket':
    case 'resource:kms-key':
    case 'trust':
      return {
        written: { identityPolicies: [written], resourcePolicy: place.file },
        layer: 'resource',
        policies: { identityPolicies: [all], resourcePolicy: own },
      };
    case 'delegation':
      return {
        written: { identityPolicies: [written], resourcePolicy: place.file, managementAccount: exampleAccount },
        layer: 'resource',
        policies: { identityPolicies: [all], resourcePolicy: own, managementAccount: exampleAccount },
      };
    default:
      return undefined;
  }
}

function named(name: string, document: object): PolicyInput {
  return { name, policy: lowerPolicy(nodeFromValue(document)) };
}

/** Asks the policies of a test file that needs no organization. */
export function groundOfPolicies({ layer, policies }: PolicySurroundings, type: PolicyType, uri: string, catalog: Catalog): Ground {
  const compiled = compilePolicySet(policies);
  const facts = { catalog, ...policySetFacts(policies) };
  const prepare = (request: TestRequest): PreparedRequest => prepareRequest(completed(request), facts);
  return {
    layer,
    catalog,
    account: exampleAccount,
    ask: (request) => ({ trace: explain(prepare(request), compiled), policies }),
    prepare,
    isOwn: (statement) => statement.uri === uri,
    principals: examplePrincipals(type).map((arn) => ({ name: arn, arn, place: undefined, beyond: false })),
    resources: [],
  };
}

/** Where a policy on a resource is asked, somebody from another account comes first: its owner's identity policies alone do not let them in. */
function examplePrincipals(type: PolicyType): readonly string[] {
  const own = [`arn:aws:iam::${exampleAccount}:user/example`, `arn:aws:iam::${exampleAccount}:role/example`];
  const session = [`arn:aws:sts::${exampleAccount}:assumed-role/example/session`];
  const other = [`arn:aws:iam::${otherAccount}:user/other`];
  if (type === 'session') return session;
  if (type === 'identity' || type === 'permissionsBoundary' || type === 'scp') return [...own, ...session];
  return [...other, ...own, ...session, `arn:aws:iam::${exampleAccount}:root`];
}

function completed({ resourceAccount, principal, ...request }: TestRequest): AuthorizationRequest {
  const owner = resourceAccount === undefined ? {} : { resourceAccount };
  return { ...request, principal: callerOf(principal, request.action), ...owner, contextIsComplete: true };
}

/** Asks an organization, in which the policy is attached to somebody. */
export function groundOfOrganization(
  attached: AttachedPrincipals,
  { organization, load, catalog }: { readonly organization: Organization; readonly load: LoadPolicy; readonly catalog: Catalog },
  uri: string,
): Ground {
  return {
    layer: attached.layer,
    catalog,
    account: attached.account,
    ask(request) {
      const answer = askOrganization({ ...request, contextIsComplete: true }, { organization, load, catalog });
      return answer.kind === 'answered' ? answer : { trace: unasked(request), policies: { identityPolicies: [] } };
    },
    prepare(request) {
      const lookup = findPrincipal(organization, request.principal);
      if (lookup.kind === 'notFound') return prepareRequest(completed(request), { catalog });
      const { principal } = lookup;
      const gathered = gatherPolicies(organization, { ...request, principal }, load);
      const owner = gathered.resourceAccount;
      const full = completed({
        ...request,
        principal: principal.arn,
        resourceAccount: owner,
        context: { ...gathered.context, ...request.context },
      });
      return prepareRequest(full, { catalog, ...gathered.facts });
    },
    isOwn: (statement) => statement.uri === uri,
    principals: attached.principals,
    resources: attached.resources.filter(({ arn }) => arn !== '*'),
  };
}

/** Stands in for the answer about somebody whom the organization does not have. */
function unasked(request: TestRequest): Trace {
  return {
    decision: 'undetermined',
    decidedBy: null,
    matchedStatements: [],
    missingContextKeys: [],
    layers: [],
    problems: [],
    request: completed(request),
    statements: [],
    context: [],
    notes: [],
    possibleDecisions: [],
    rule: undefined,
  };
}
