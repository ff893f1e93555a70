import { message } from '../core/text/message';

/** Words of AWS that old texts mix up, each in a sentence. */
export const glossary = {
  managementAccount: () =>
    message(
      'The **management account** (once: master or payer account) made the organization, owns it and pays for it. SCPs do not reach it.',
    ),
  organizationRoot: () =>
    message(
      'The **root of the organization** (`r-…`) holds its organizational units and accounts; what is attached here reaches all of them.',
    ),
  rootUser: () =>
    message('The **root user** is the owner of one account, signed in with its email address. Every account has one of its own.'),
  notTheRootUser: () => message('Not to be mixed up with the root user: that is the owner of one account, and every account has one.'),
  featureSet: () =>
    message(
      '`ALL`: policies and trusted access are possible. `CONSOLIDATED_BILLING`: one bill, and no policies; there is no way back from `ALL`.',
    ),
  policyTypes: () =>
    message(
      'A policy type applies while it is `ENABLED`. One that is not here is off: its policies decide nothing, whatever they are attached to.',
    ),
  joined: () => message('`INVITED`: the account was there before. `CREATED`: the organization made it.'),
  leaving: () =>
    message(
      'A created account can leave alone when it has a payment method, contact data and a support plan, is at least 4 days old and is no delegated administrator; or another organization invites it directly.',
    ),
} as const;
