import fc from 'fast-check';

import type { Account, Organization } from '../../../server/src/core/organization/organization';
import type { OrganizationModel } from './randomOrganization';

/** An edit as people make it: of a text, or of what is attached where. */
export interface RandomEdit {
  readonly name: string;
  readonly model: (model: OrganizationModel) => OrganizationModel;
  readonly organization: (organization: Organization) => Organization;
}

const same = <Value>(value: Value): Value => value;
const ofModel = (name: string, model: RandomEdit['model']): RandomEdit => ({ name, model, organization: same });
const ofOrganization = (name: string, organization: RandomEdit['organization']): RandomEdit => ({ name, model: same, organization });

function withAccount(organization: Organization, at: number, change: (account: Account) => Account): Organization {
  return { ...organization, accounts: organization.accounts.map((account, index) => (index === at ? change(account) : account)) };
}

/** `/U1`, with all that is in it, below `/U0`. */
function moveUnit(organization: Organization): Organization {
  const [first, second, ...rest] = organization.root.organizationalUnits;
  if (first === undefined || second === undefined) return organization;
  const moved = { ...second, path: `${first.path}/${second.name}` };
  const units = [{ ...first, organizationalUnits: [moved] }, ...rest];
  const accounts = organization.accounts.map((account) => (account.ou === second.path ? { ...account, ou: moved.path } : account));
  return { ...organization, root: { ...organization.root, organizationalUnits: units }, accounts };
}

function turnOff(organization: Organization, type: 'scp' | 'rcp'): Organization {
  const policyTypes = new Map(organization.root.policyTypes).set(type, 'DISABLED');
  return { ...organization, root: { ...organization.root, policyTypes } };
}

/** Edits of every kind that the editor plans, and of the texts of policies. */
export function randomEdits(policy: fc.Arbitrary<object>): fc.Arbitrary<RandomEdit> {
  const at = fc.nat(3);
  const replace = (kind: 'policies' | 'scps' | 'rcps') =>
    fc
      .tuple(at, policy)
      .map(([place, text]) =>
        ofModel(`text of ${kind}`, (model) => ({ ...model, [kind]: model[kind].map((old, index) => (index === place ? text : old)) })),
      );
  return fc.oneof(
    replace('scps'),
    replace('rcps'),
    replace('policies'),
    fc.nat(2).map((scp) => ofModel('attach to the root', (model) => ({ ...model, rootScps: [...model.rootScps, scp] }))),
    fc.constant(ofModel('detach from the root', (model) => ({ ...model, rootScps: [], rootRcps: [] }))),
    fc.tuple(at, fc.nat(2)).map(([place, scp]) =>
      ofModel('attach to an account', (model) => ({
        ...model,
        accounts: model.accounts.map((account, index) => (index === place ? { ...account, scps: [...account.scps, scp] } : account)),
      })),
    ),
    fc.nat(1).map((place) =>
      ofModel('detach from an OU', (model) => ({
        ...model,
        units: model.units.map((unit, index) => (index === place ? { scps: [], rcps: [] } : unit)),
      })),
    ),
    at.map((place) =>
      ofOrganization('detach FullAWSAccess', (organization) =>
        // Whatever else is attached, nothing lets everything pass any more.
        withAccount(organization, place, (account) => ({ ...account, attach: ['scp/0'] })),
      ),
    ),
    fc
      .tuple(at, fc.nat(2))
      .map(([place, unit]) =>
        ofOrganization('move an account', (organization) =>
          withAccount(organization, place, (account) => ({ ...account, ou: `/U${unit % 2}` })),
        ),
      ),
    fc.constant(ofOrganization('move an OU', moveUnit)),
    fc
      .constantFrom('scp' as const, 'rcp' as const)
      .map((type) => ofOrganization(`turn ${type} off`, (organization) => turnOff(organization, type))),
    fc.tuple(at, fc.nat(5)).map(([place, added]) =>
      ofModel('policies of principals', (model) => ({
        ...model,
        accounts: model.accounts.map((account, index) =>
          index === place
            ? { ...account, users: account.users.map((user) => ({ ...user, policies: [added], boundary: undefined })) }
            : account,
        ),
      })),
    ),
    fc.tuple(at, fc.nat(5)).map(([place, boundary]) =>
      ofModel('boundary of principals', (model) => ({
        ...model,
        accounts: model.accounts.map((account, index) =>
          index === place ? { ...account, roles: account.roles.map((role) => ({ ...role, boundary })) } : account,
        ),
      })),
    ),
    fc.nat(4).map((bucketPolicy) =>
      ofModel('resource policies', (model) => ({
        ...model,
        accounts: model.accounts.map((account) => (account.bucketPolicy === undefined ? account : { ...account, bucketPolicy })),
      })),
    ),
  );
}
