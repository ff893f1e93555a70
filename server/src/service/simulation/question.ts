import type { CatalogTexts } from '../../core/catalog/catalog';
import type { LevelNames } from '../../core/evaluation/describeTrace';
import type { ContextValue, AuthorizationRequest, PolicyInput, PolicySet } from '../../core/evaluation/request';
import type { OrganizationFacts } from '../../core/evaluation/requestFacts';
import { findPrincipal } from '../../core/organization/findPrincipal';
import { gatherPolicies } from '../../core/simulation/gatherPolicies';
import { createPolicyLoader } from '../../core/organization/policyLoader';
import type { LoadPolicy } from '../../core/organization/policyLoader';
import { parseArn } from '../../core/policy/arn';
import { lowerPolicy } from '../../core/policy/lowerPolicy';
import type { PolicyType } from '../../core/policy/policyType';
import { nodeFromValue } from '../../core/syntax/nodeFromValue';
import { message } from '../../core/text/message';
import type { Message } from '../../core/text/message';
import type { SimulateParams } from '../../protocol/requests';

import type { DocumentStore, OpenDocument } from '../documentStore';
import type { LoadedOrganization, OrganizationIndex } from '../organizationIndex';
import { fileNameOf } from '../uris';
import { managedPolicyUri } from '../virtualDocuments';

/** A question, ready for the evaluator; or what is wrong with it, by form field. */
export type Question =
  | {
      readonly kind: 'ready';
      readonly request: AuthorizationRequest;
      readonly policies: PolicySet;
      /** What the organization knows beside the policies. */
      readonly facts?: OrganizationFacts;
      readonly levelNames?: LevelNames;
      /** Nobody said who calls: everything about the principal is unknown. */
      readonly principalIsUnknown: boolean;
      /** What the answer supposes. */
      readonly notes: readonly Message[];
    }
  | { readonly kind: 'unclear'; readonly problems: Readonly<Record<string, Message>> };

export interface QuestionSources {
  readonly index: OrganizationIndex;
  readonly documents: DocumentStore;
  readonly texts: CatalogTexts;
  /** The setting `gatehouse.organization`; empty: none. */
  readonly organizationSetting: string;
}

/** What a form or a lens asks, with every policy that has a say: unsaved text before the disk. */
export function readQuestion(params: SimulateParams, sources: QuestionSources): Question {
  const problems = fieldProblems(params);
  if (Object.keys(problems).length > 0) return { kind: 'unclear', problems };
  const opened = params.uri === undefined ? undefined : sources.documents.get(params.uri);
  const document = opened?.kind === 'policy' ? opened : undefined;
  if (params.principal.trim() === '') return askDocument(params, document);
  const loaded = sources.index.organizationFor(params.uri, sources.organizationSetting);
  if (loaded?.organization !== undefined && !isOutsider(params.principal)) return askOrganization(params, document, loaded, sources);
  return askByArn(params, document);
}

function fieldProblems({ action, resource }: SimulateParams): Record<string, Message> {
  const problems: Record<string, Message> = {};
  if (!/^[\w-]+:\S+$/.test(action.trim())) problems['action'] = message('an action is `service:Name`, such as `s3:GetObject`');
  const text = resource.trim();
  if (text !== '*' && parseArn(text) === undefined)
    problems['resource'] = message('a resource is an ARN, or `*` for an action without resource types');
  return problems;
}

/** Services and anonymous callers belong to no account. */
function isOutsider(principal: string): boolean {
  return principal === 'anonymous' || (!principal.includes('/') && principal.endsWith('.amazonaws.com'));
}

function requestOf(params: SimulateParams, principal: string, known: Readonly<Record<string, ContextValue>> = {}): AuthorizationRequest {
  const { resourceAccount } = params;
  return {
    principal,
    action: params.action.trim(),
    resource: params.resource.trim(),
    ...(resourceAccount === undefined || resourceAccount === '' ? {} : { resourceAccount }),
    context: { ...known, ...params.context },
    contextIsComplete: params.contextIsComplete,
  };
}

/** The organization's principal, with everything that is attached to it and above it. */
function askOrganization(
  params: SimulateParams,
  document: OpenDocument | undefined,
  loaded: LoadedOrganization,
  { texts }: QuestionSources,
): Question {
  const { organization } = loaded;
  if (organization === undefined) return askByArn(params, document);
  const lookup = findPrincipal(organization, params.principal.trim());
  if (lookup.kind === 'notFound') return { kind: 'unclear', problems: { principal: lookup.message } };
  const load = policyLoaderOf(loaded, texts);
  const asked = {
    principal: lookup.principal,
    action: params.action.trim(),
    resource: params.resource.trim(),
    resourceAccount: params.resourceAccount,
  };
  const gathered = gatherPolicies(organization, asked, load);
  const request = requestOf(params, lookup.principal.arn, gathered.context);
  const owner = request.resourceAccount ?? gathered.resourceAccount;
  const { policies, notes } = withDocument(gathered.policies, document);
  return {
    kind: 'ready',
    request: { ...request, ...(owner === undefined ? {} : { resourceAccount: owner }) },
    policies,
    facts: gathered.facts,
    levelNames: gathered.levelNames,
    principalIsUnknown: false,
    notes: [...notes, ...gathered.notes],
  };
}

/** Loads the policies of an organization, named by the documents that show them. */
export function policyLoaderOf(loaded: LoadedOrganization, texts: CatalogTexts): LoadPolicy {
  return createPolicyLoader({
    files: loaded.files,
    managedPolicyDocument: (name) => texts.managedPolicyDocument(name),
    uriOfFile: (file) => loaded.uriOf(file),
    uriOfManagedPolicy: (arn) => managedPolicyUri(managedName(arn)),
  });
}

/** The name in the ARN of a policy that AWS manages; those of Organizations have an id there, `p-FullAWSAccess`. */
function managedName(arn: string): string {
  return (arn.split('/').at(-1) ?? arn).replace(/^p-/, '');
}

/** A policy in the editor that nobody has attached yet is tried as if it were; one of another kind has no say, and the answer tells. */
function withDocument(
  policies: PolicySet,
  document: OpenDocument | undefined,
): { readonly policies: PolicySet; readonly notes: readonly Message[] } {
  if (document === undefined || uses(policies, document.uri)) return { policies, notes: [] };
  const name = fileNameOf(document.uri);
  if (document.policyType() !== 'identity')
    return { policies, notes: [message('`{0}` is not attached where it would have a say here', name)] };
  return {
    policies: { ...policies, identityPolicies: [...policies.identityPolicies, inputOf(document)] },
    notes: [message('as if `{0}` were attached to the principal', name)],
  };
}

function uses(policies: PolicySet, uri: string): boolean {
  const lists = [
    policies.identityPolicies,
    policies.sessionPolicies ?? [],
    [policies.permissionsBoundary, policies.resourcePolicy].flatMap((input) => input ?? []),
    ...(policies.serviceControlPolicies ?? []),
    ...(policies.resourceControlPolicies ?? []),
  ];
  return lists.some((list) => list.some((input) => input.uri === uri));
}

/** A principal without an organization: the policy in the editor is all there is. */
function askByArn(params: SimulateParams, document: OpenDocument | undefined): Question {
  const principal = params.principal.trim();
  if (parseArn(principal) === undefined && !isOutsider(principal)) {
    return { kind: 'unclear', problems: { principal: message('without an organization a principal is an ARN, a service or `anonymous`') } };
  }
  const { policies, notes } = policiesOf(document);
  return { kind: 'ready', request: requestOf(params, principal), policies, principalIsUnknown: false, notes };
}

/** Nobody in particular: what this one policy says, whoever it is attached to. */
function askDocument(params: SimulateParams, document: OpenDocument | undefined): Question {
  if (document === undefined) return { kind: 'unclear', problems: { principal: message('say who calls, or ask from a policy') } };
  if (isGranting(document.policyType()) && document.policyType() !== 'identity') {
    return {
      kind: 'unclear',
      problems: { principal: message('a resource-based policy needs somebody who calls: an ARN, a service or `anonymous`') },
    };
  }
  const { policies, notes } = policiesOf(document);
  const account = params.resourceAccount ?? parseArn(params.resource.trim())?.account ?? '';
  const owner = /^\d{12}$/.test(account) ? account : '000000000000';
  // Only sessions have session policies.
  const inSession = document.policyType() === 'session';
  const principal = inSession ? `arn:aws:sts::${owner}:assumed-role/anybody/anybody` : `arn:aws:iam::${owner}:user/anybody`;
  return { kind: 'ready', request: requestOf(params, principal), policies, principalIsUnknown: true, notes };
}

/** Policies that can allow something by themselves; the others only bound what these allow. */
function isGranting(type: PolicyType): boolean {
  return type === 'identity' || type === 'trust' || type === 'delegation' || type.startsWith('resource');
}

/** The set in which one policy stands alone. A guardrail never grants, so everything is taken to be granted beside it. */
function policiesOf(document: OpenDocument | undefined): { readonly policies: PolicySet; readonly notes: readonly Message[] } {
  if (document === undefined) return { policies: { identityPolicies: [] }, notes: [] };
  const input = inputOf(document);
  const type = document.policyType();
  if (type === 'identity') return { policies: { identityPolicies: [input] }, notes: [] };
  if (isGranting(type)) return { policies: { identityPolicies: [], resourcePolicy: input }, notes: [] };
  const granted = message('as if an identity-based policy allowed everything; this policy can only take away');
  if (type !== 'scp' || document.policy.statements.some(({ effect }) => effect === 'Allow')) {
    return { policies: { identityPolicies: [everything], ...guardrail(type, input) }, notes: [granted] };
  }
  // An SCP of denials alone stands beside FullAWSAccess, or nobody below it could do anything.
  const beside = message('as if `FullAWSAccess` were attached beside it, since it allows nothing itself');
  return { policies: { identityPolicies: [everything], serviceControlPolicies: [[fullAccess, input]] }, notes: [granted, beside] };
}

function guardrail(type: PolicyType, input: PolicyInput): Partial<PolicySet> {
  switch (type) {
    case 'scp':
      return { serviceControlPolicies: [[input]] };
    case 'rcp':
      return { resourceControlPolicies: [[input]] };
    case 'permissionsBoundary':
      return { permissionsBoundary: input };
    case 'session':
      return { sessionPolicies: [input] };
    case 'vpcEndpoint':
      return { vpcEndpointPolicies: [input] };
    default:
      return {};
  }
}

const allowAll = lowerPolicy(nodeFromValue({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }));
const everything: PolicyInput = { name: 'AdministratorAccess', policy: allowAll, uri: managedPolicyUri('AdministratorAccess') };
const fullAccess: PolicyInput = { name: 'FullAWSAccess', policy: allowAll, uri: managedPolicyUri('FullAWSAccess') };

/** A text that is no JSON object, or broken JSON, leaves its layer unknown. */
function inputOf(document: OpenDocument): PolicyInput {
  const broken =
    document.syntax.root?.kind !== 'object' ||
    document.syntax.problems.some(({ code }) => code === 'invalid-json' || code === 'nesting-too-deep');
  return { name: fileNameOf(document.uri).replace(/\.jsonc?$/, ''), policy: broken ? undefined : document.policy, uri: document.uri };
}
