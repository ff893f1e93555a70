import { english } from '../text/message';

import { writeAttachments } from './awsScriptAttachments';
import { writePolicies } from './awsScriptPolicies';
import { createScriptWriter } from './awsScriptWriter';
import type { ScriptWriter } from './awsScriptWriter';
import { describeDifference } from './describeDifference';
import { matchOrganizations } from './matchOrganizations';
import type { Organization } from './organization';
import { ofKind } from './organizationDifferences';
import type { OrganizationDifference, PolicyTypeState, Subject } from './organizationDifferences';
import { constantOfPolicyType } from './organizationPolicyTypes';
import type { Quotas } from './quotaUse';
import { quoted } from './shellText';

export interface AwsScriptContext {
  /** The version that AWS has. */
  readonly before: Organization;
  /** Where the limits come from; without them a place is never too full. */
  readonly quotas?: Quotas;
}

/**
 * A bash text of calls that turn the earlier version into the later one, for somebody to read and to run; nothing here runs it. It is in an
 * order that AWS accepts: types on before policies are attached, OUs before what goes into them, attachments before detachments since an SCP
 * must always be there, things empty before they are deleted. Ids that are not known are looked up by name, or come from the call that
 * creates the thing. What no call can do is a comment.
 * <https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html>
 */
export function awsScriptOf(differences: readonly OrganizationDifference[], { before, quotas }: AwsScriptContext): string {
  const writer = createScriptWriter();
  const root = matchOrganizations(before, before).root.subject;
  writeByHand(writer, differences);
  writeStart(writer, differences, root);
  writeUnits(writer, differences);
  writeNewAccounts(writer, differences);
  writePolicies(writer, differences);
  const finish = writeAttachments(writer, differences, before, quotas);
  writeMoves(writer, differences, root);
  finish();
  writeServices(writer, differences);
  writeEnd(writer, differences, root);
  return [...head, ...writer.lines, ''].join('\n');
}

const head: readonly string[] = String.raw`#!/usr/bin/env bash
# Turns an organization into another version of it, by calls of AWS Organizations. Read it before you run it, with credentials of the
# management account and version 2 of the AWS command line. It stops at the first call that fails.
set -euo pipefail

# only WHAT COMMAND…: the id that a command finds, when it finds one.
only() {
  local what=$1 found
  shift
  found=$("$@" | tr '\t' '\n' | grep -Ev '^(None)?$' || true)
  if [[ ! $found =~ ^[A-Za-z0-9_-]+$ ]]; then printf 'there must be one %s, found: %s\n' "$what" "$found" >&2; return 1; fi
  printf '%s\n' "$found"
}

# create_account ARGUMENT…: the id of an account, once it is created.
create_account() {
  local request state
  request=$(aws organizations create-account "$@" --query CreateAccountStatus.Id --output text)
  while :; do
    state=$(aws organizations describe-create-account-status --create-account-request-id "$request" --query CreateAccountStatus.State --output text)
    case $state in
      SUCCEEDED) break ;;
      FAILED) printf 'account not created: %s\n' "$request" >&2; return 1 ;;
    esac
    sleep 5
  done
  aws organizations describe-create-account-status --create-account-request-id "$request" --query CreateAccountStatus.AccountId --output text
}

# policy_type enable|disable ROOT TYPE: returns when it is done.
policy_type() {
  local state wanted='^(None)?$'
  [ "$1" = disable ] || wanted='^ENABLED$'
  aws organizations "$1-policy-type" --root-id "$2" --policy-type "$3"
  until state=$(aws organizations list-roots --query "Roots[].PolicyTypes[] | [?Type=='$3'].Status" --output text) && [[ $state =~ $wanted ]]; do sleep 2; done
}`.split('\n');

/** What only people can do; first, since much else may wait for it. */
function writeByHand(writer: ScriptWriter, differences: readonly OrganizationDifference[]): void {
  writer.section('To be done by hand, since AWS Organizations has no call for it:');
  for (const difference of differences) {
    const why = reasonByHand(difference);
    if (why !== undefined) writer.note(`- ${english(describeDifference(difference))}${why === '' ? '' : ` (${why})`}`);
  }
}

function reasonByHand(difference: OrganizationDifference): string | undefined {
  switch (difference.kind) {
    case 'unitMoved':
      return 'an organizational unit cannot be moved: create it there, move its accounts, and delete this one';
    case 'settingChanged':
      return difference.setting === 'featureSet' && difference.after === 'ALL'
        ? 'aws organizations enable-all-features asks every invited account, and is not undone'
        : 'it is set when an organization is created';
    case 'accountChanged':
      if (difference.field === 'name') return 'aws account put-account-name';
      return difference.field === 'email' ? 'aws account start-primary-email-update' : 'accounts are closed and reopened, not set';
    default:
      return undefined;
  }
}

const isOn = (state: PolicyTypeState): boolean => state === 'ENABLED' || state === 'PENDING_ENABLE';

function writeStart(writer: ScriptWriter, differences: readonly OrganizationDifference[], root: Subject): void {
  writer.section('Services and policy types that are turned on');
  for (const { service } of ofKind(differences, 'trustedAccessEnabled')) {
    writer.call('enable-aws-service-access', {}, { 'service-principal': service });
  }
  for (const { type, before, after } of ofKind(differences, 'policyTypeChanged')) {
    if (!isOn(before) && isOn(after)) writer.run(`policy_type enable ${writer.idOf(root)} ${constantOfPolicyType(type)}`);
  }
}

function writeUnits(writer: ScriptWriter, differences: readonly OrganizationDifference[]): void {
  const [created, renamed] = [ofKind(differences, 'unitCreated'), ofKind(differences, 'unitRenamed')];
  writer.section('Organizational units');
  const wanted = new Set([
    ...created.map(({ unit }) => placeKey(unit, unit.name)),
    ...renamed.map(({ unit, name }) => placeKey(unit, name)),
  ]);
  // A name that another OU there is to have must be free before.
  for (const { unit } of [...renamed, ...ofKind(differences, 'unitDeleted')]) {
    if (!wanted.has(placeKey(unit, unit.name))) continue;
    writer.call('update-organizational-unit', { 'organizational-unit-id': writer.idOf(unit) }, { name: `${unit.name} (old)` });
  }
  for (const { unit, name } of renamed)
    writer.call('update-organizational-unit', { 'organizational-unit-id': writer.idOf(unit) }, { name });
  for (const { unit } of created) {
    const parent: Readonly<Record<string, string>> = unit.parent === undefined ? {} : { 'parent-id': writer.idOf(unit.parent) };
    writer.create(unit, 'create-organizational-unit', parent, { name: unit.name }, 'OrganizationalUnit.Id');
  }
}

/** AWS compares names of OUs without regard to case. */
function placeKey({ parent }: Subject, name: string): string {
  return JSON.stringify([parent?.key, name.toLowerCase()]);
}

function writeNewAccounts(writer: ScriptWriter, differences: readonly OrganizationDifference[]): void {
  writer.section('Accounts that join');
  for (const { account, tags } of ofKind(differences, 'accountCreated')) {
    if (account.id !== undefined) {
      const target = quoted(JSON.stringify({ Id: account.id, Type: 'ACCOUNT' }));
      writer.call('invite-account-to-organization', { target });
      writer.note(`What follows for ${account.name} is to be done once it has accepted.`);
      writer.postpone(account);
      if (Object.keys(tags).length > 0) writeTags(writer, account, tags, []);
    } else if (account.email === undefined) {
      writer.note(`Account ${account.name} has no email address here, and none is created without.`);
      writer.postpone(account);
    } else {
      const list = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      writer.createAccount(account, list.length === 0 ? {} : { tags: quoted(JSON.stringify(list)) }, {
        email: account.email,
        'account-name': account.name,
      });
    }
  }
}

function writeTags(writer: ScriptWriter, account: Subject, set: Readonly<Record<string, string>>, removed: readonly string[]): void {
  const id = { 'resource-id': writer.idOf(account) };
  const tags = Object.entries(set).map(([Key, Value]) => ({ Key, Value }));
  if (tags.length > 0) writer.call('tag-resource', { ...id, tags: quoted(JSON.stringify(tags)) }, {}, [account]);
  if (removed.length > 0) writer.call('untag-resource', { ...id, 'tag-keys': quoted(JSON.stringify(removed)) }, {}, [account]);
}

function writeMoves(writer: ScriptWriter, differences: readonly OrganizationDifference[], root: Subject): void {
  writer.section('Accounts that move, and their tags');
  const move = (account: Subject, from: Subject, to: Subject): void => {
    const places = { 'source-parent-id': writer.idOf(from), 'destination-parent-id': writer.idOf(to) };
    writer.call('move-account', { 'account-id': writer.idOf(account), ...places }, {}, [account, to]);
  };
  for (const { account, to } of ofKind(differences, 'accountCreated')) {
    // AWS puts a new account into the root.
    if (to === undefined) writer.note(`Where ${account.name} belongs is not known.`);
    else if (to.kind !== 'root') move(account, root, to);
  }
  for (const { account, from, to } of ofKind(differences, 'accountMoved')) move(account, from, to);
  for (const { account, set, removed } of ofKind(differences, 'accountTagsChanged')) writeTags(writer, account, set, removed);
}

function writeServices(writer: ScriptWriter, differences: readonly OrganizationDifference[]): void {
  writer.section('Delegated administrators, and services that are turned off');
  for (const { kind, service, account } of [
    ...ofKind(differences, 'delegatedAdministratorDeregistered'),
    ...ofKind(differences, 'delegatedAdministratorRegistered'),
  ]) {
    const operation =
      kind === 'delegatedAdministratorRegistered' ? 'register-delegated-administrator' : 'deregister-delegated-administrator';
    writer.call(operation, { 'account-id': writer.idOf(account) }, { 'service-principal': service }, [account]);
  }
  for (const { service } of ofKind(differences, 'trustedAccessDisabled')) {
    writer.call('disable-aws-service-access', {}, { 'service-principal': service });
  }
}

/** OUs go before policies: what is attached to an OU is so until the OU is gone. */
function writeEnd(writer: ScriptWriter, differences: readonly OrganizationDifference[], root: Subject): void {
  writer.section('What is no longer there');
  for (const { account } of ofKind(differences, 'accountRemoved')) {
    writer.call('remove-account-from-organization', { 'account-id': writer.idOf(account) });
  }
  for (const { type, before, after } of ofKind(differences, 'policyTypeChanged')) {
    if (isOn(before) && !isOn(after)) writer.run(`policy_type disable ${writer.idOf(root)} ${constantOfPolicyType(type)}`);
  }
  const moved = ofKind(differences, 'unitMoved');
  for (const { unit } of ofKind(differences, 'unitDeleted')) {
    // What only people can take out of it keeps it from being empty.
    if (moved.some((one) => one.unit.path.startsWith(`${unit.path}/`))) writer.postpone(unit);
    writer.call('delete-organizational-unit', { 'organizational-unit-id': writer.idOf(unit) }, {}, [unit]);
  }
  for (const { policy } of ofKind(differences, 'policyDeleted')) writer.call('delete-policy', { 'policy-id': writer.idOf(policy) });
}
