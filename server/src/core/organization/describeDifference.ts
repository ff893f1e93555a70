import { message } from '../text/message';
import type { Message, MessageArgument } from '../text/message';

import type { OrganizationDifference, Subject } from './organizationDifferences';

/** A difference as a sentence. */
export function describeDifference(difference: OrganizationDifference): Message {
  switch (difference.kind) {
    case 'settingChanged':
      return message('{0} changes from {1} to {2}', settingName(difference.setting), shown(difference.before), shown(difference.after));
    case 'policyTypeChanged':
      return message('policies of type {0} change from {1} to {2}', difference.type, difference.before, difference.after);
    case 'unitCreated':
      return message('organizational unit {0} is created', difference.unit.path);
    case 'unitRenamed':
      return message('organizational unit {0} is renamed to {1}', difference.unit.path, difference.name);
    case 'unitMoved':
      return message('organizational unit {0} moves to {1}', difference.unit.path, difference.to.path);
    case 'unitDeleted':
      return message('organizational unit {0} is deleted', difference.unit.path);
    case 'policyCreated':
      return message('policy {0} is created', difference.policy.path);
    case 'policyChanged':
      return describePolicyChange(difference);
    case 'policyDeleted':
      return message('policy {0} is deleted', difference.policy.path);
    case 'policyAttached':
      return message('policy {0} is attached to {1}', difference.policy.path, placeName(difference.target));
    case 'policyDetached':
      return message('policy {0} is detached from {1}', difference.policy.path, placeName(difference.target));
    case 'policiesReordered': {
      const order = difference.sequence.map(({ path }) => path).join(', ');
      return message(
        'policies of type {0} are attached to {1} in another order, at last {2}',
        difference.type,
        placeName(difference.target),
        order,
      );
    }
    default:
      return describeAccountOrService(difference);
  }
}

type AccountOrService = Extract<OrganizationDifference, { kind: `account${string}` | `trusted${string}` | `delegat${string}` }>;

function describeAccountOrService(difference: AccountOrService): Message {
  switch (difference.kind) {
    case 'accountCreated':
      return message('account {0} joins at {1}', accountName(difference.account), difference.to?.path ?? '?');
    case 'accountRemoved':
      return message('account {0} leaves the organization', accountName(difference.account));
    case 'accountMoved':
      return message('account {0} moves from {1} to {2}', accountName(difference.account), difference.from.path, difference.to.path);
    case 'accountChanged':
      return message(
        'account {0}: {1} changes from {2} to {3}',
        accountName(difference.account),
        difference.field,
        shown(difference.before),
        shown(difference.after),
      );
    case 'accountTagsChanged': {
      const tags = [
        ...Object.entries(difference.set).map(([key, value]) => `+${key}=${value}`),
        ...difference.removed.map((key) => `-${key}`),
      ];
      return message('account {0}: tags {1}', accountName(difference.account), tags.join(', '));
    }
    case 'trustedAccessEnabled':
      return message('{0} gets trusted access', difference.service);
    case 'trustedAccessDisabled':
      return message('{0} loses trusted access', difference.service);
    case 'delegatedAdministratorRegistered':
      return message('account {0} becomes delegated administrator of {1}', accountName(difference.account), difference.service);
    case 'delegatedAdministratorDeregistered':
      return message('account {0} is no longer delegated administrator of {1}', accountName(difference.account), difference.service);
    case 'delegationPolicyChanged':
      if (difference.after === undefined) return message('the delegation policy is deleted');
      return difference.before === undefined ? message('the delegation policy is created') : message('the delegation policy changes');
  }
}

function describePolicyChange({ policy, name, description, content }: Extract<OrganizationDifference, { kind: 'policyChanged' }>): Message {
  const parts = [
    ...(name === undefined ? [] : ['name']),
    ...(description === undefined ? [] : ['description']),
    ...(content === undefined ? [] : ['content']),
  ];
  return message('policy {0} changes: {1}', policy.path, parts.join(', '));
}

function settingName(setting: Extract<OrganizationDifference, { kind: 'settingChanged' }>['setting']): Message {
  switch (setting) {
    case 'id':
      return message('the id of the organization');
    case 'featureSet':
      return message('the feature set');
    case 'managementAccount':
      return message('the management account');
    case 'rootName':
      return message('the name of the root');
  }
}

function placeName(target: Subject): string {
  return target.kind === 'account' ? accountName(target) : target.path;
}

function accountName({ name, id }: Subject): string {
  return id === undefined ? name : `${name} (${id})`;
}

function shown(value: string | undefined): MessageArgument {
  return value ?? message('none');
}
