import { message } from '../text/message';
import type { Message } from '../text/message';
import type { CompiledStatement } from './compile';
import { lookUp } from './context';
import type { CompiledPolicySet } from './policySet';
import type { PreparedRequest } from './prepareRequest';
import { concernsService, matchesOnlyByCrossing } from './resources';
import { findHardLimit, isAlwaysAllowed } from './serviceRules/hardLimits';
import { concernsOrganization } from './serviceRules/resourceOwner';

/** Remarks on an answer: what the model cannot express here, and where AWS's own pages leave a doubt. */
export function notesOn(prepared: PreparedRequest, set: CompiledPolicySet, reachable: readonly CompiledStatement[]): readonly Message[] {
  return [...ruleNotes(prepared, set), ...doubts(prepared, reachable), ...notModelled(prepared)];
}

/** The rule beside all policies that decides a request, or may do so; undefined for most. */
export function decidingRule({ caller, action, resource, accessLevel, samePartition, context }: PreparedRequest): Message | undefined {
  if (isAlwaysAllowed(action, caller)) return message('{0} is always allowed, whatever policies say', action.text);
  const limit = findHardLimit(caller, action, resource, accessLevel, context);
  if (limit !== undefined) return limit.reason;
  return samePartition ? undefined : message('caller and resource are in different partitions, which never mix');
}

function ruleNotes(prepared: PreparedRequest, set: CompiledPolicySet): readonly Message[] {
  const { caller, action } = prepared;
  const notes: Message[] = [];
  const rule = decidingRule(prepared);
  if (rule !== undefined) notes.push(rule);
  if (caller.kind === 'user' && set.session !== undefined) notes.push(message('session policies do not apply to an IAM user'));
  if (caller.kind === 'federatedUser') {
    notes.push(message('the IAM user behind the session is taken to be {0}', caller.userArn));
    if (set.session === undefined) notes.push(message('a federated user session without a session policy has no permissions of its own'));
  }
  if (caller.kind === 'role' && caller.serviceLinked) notes.push(message('SCPs and RCPs do not reach service-linked roles'));
  if (isMemberCallingOrganizations(prepared)) {
    notes.push(
      message(
        'what AWS Organizations keeps belongs to the management account: a member account needs the delegation policy, or to be a delegated administrator to read',
      ),
    );
  }
  if (isInManagementAccount(prepared, set)) notes.push(message('SCPs do not reach the management account'));
  if ('account' in caller && set.resource === undefined && prepared.resourcePolicyMustGrant) {
    notes.push(
      action.service === 'kms'
        ? message('a KMS key always has a key policy; none was given')
        : message('a role always has a trust policy; none was given'),
    );
  }
  return notes;
}

/** <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_permissions_overview.html> */
function isMemberCallingOrganizations({ action, sameAccount, caller, facts }: PreparedRequest): boolean {
  if (sameAccount || !('account' in caller) || facts.managementAccount === undefined) return false;
  return concernsOrganization(action.full) && caller.account !== facts.managementAccount;
}

function isInManagementAccount({ caller }: PreparedRequest, set: CompiledPolicySet): boolean {
  return 'account' in caller && set.scp !== undefined && caller.account === set.managementAccount;
}

/** Places where AWS's pages contradict each other or say nothing, as far as a reachable statement touches them. */
function doubts(prepared: PreparedRequest, reachable: readonly CompiledStatement[]): readonly Message[] {
  const notes = new Map<string, Message>();
  const add = (note: Message) => notes.set(note.template, note);
  const { action, resource, catalogAction } = prepared;
  if (catalogAction?.resourceTypes.length === 0 && resource.arn !== undefined) {
    add(message('no reference lists a resource for {0}; the given one is matched as it stands', action.text));
  }
  for (const statement of reachable) addDoubts(statement, prepared, add);
  return [...notes.values()];
}

function addDoubts(statement: CompiledStatement, prepared: PreparedRequest, add: (note: Message) => void): void {
  const { resource, action, caller, request } = prepared;
  const { principal } = statement;
  if (principal?.negated === true) add(message('whom NotPrincipal leaves out depends on the service'));
  if (principal?.everyone === true && caller.kind === 'service' && principal.source.values.some(({ type }) => type === 'AWS')) {
    add(message('AWS does not say whether {0} includes service principals', '{"AWS": "*"}'));
  }
  for (const pattern of statement.resource?.patterns ?? []) {
    if (pattern.kind === 'any') continue;
    if (matchesOnlyByCrossing(pattern, resource.arn)) add(message('`{0}` matches only if its star reaches over a colon', pattern.text));
    if (resource.text !== '*' || !concernsService(pattern, action.service)) continue;
    if (resource.knownArn !== undefined) {
      add(message('no reference lists a resource for {0}; AWS is seen to use {1}', action.text, resource.knownArn.text));
    } else if (request.contextIsComplete && prepared.catalogAction?.resourceTypes.length === 0) {
      add(message('no reference lists a resource for {0}; AWS may still authorise it on {1}', action.text, pattern.text));
    }
  }
  for (const condition of statement.conditions) {
    if (condition.values.some(({ kind }) => kind === 'anyArn')) add(message('AWS does not say whether `*` is an ARN pattern'));
    if (condition.invalid && lookUp(prepared.context, condition.lookupKey).state === 'value') {
      add(message('{0} cannot read a value of {1}', condition.source.operator.text, condition.source.key.text));
    }
  }
}

function notModelled({ action, resource, sameAccount, caller }: PreparedRequest): readonly Message[] {
  const notes: Message[] = [];
  if (action.service === 's3' && resource.text !== '*') {
    notes.push(message('not modelled: access control lists and Block Public Access of S3'));
    if (resource.arn?.resource.startsWith('accesspoint/') === true) notes.push(message('not modelled: the policies of access points'));
  }
  if (action.service === 'kms' && resource.arn?.resource.startsWith('key/') === true)
    notes.push(message('not modelled: grants of KMS keys'));
  if (!sameAccount && 'account' in caller) notes.push(message('not modelled: shares of AWS RAM'));
  return notes;
}
