import { absentSession } from './chainSession';
import type { ChainSession } from './chainSession';
import type { ContextValue } from './request';

/** Context keys and their values, as a request gives them. */
export type GivenContext = Readonly<Record<string, ContextValue>>;

// Keys that go with the caller or its credentials: said of the one who starts, they tell nothing of the roles that it takes.
// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
const callerKeys: ReadonlySet<string> = new Set([
  'aws:assumedroot',
  'aws:ec2instancesourceprivateipv4',
  'aws:ec2instancesourcevpc',
  'aws:federatedprovider',
  'aws:multifactorauthage',
  'aws:multifactorauthpresent',
  'aws:signinsessionarn',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceidentity',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:tokenissuetime',
  'aws:userid',
  'aws:username',
  'ec2:roledelivery',
  'ec2:sourceinstancearn',
  'lambda:sourcefunctionarn',
]);

// Keys that tell from where, how and when somebody calls: they hold for every call on the way.
const networkKeys: ReadonlySet<string> = new Set([
  'aws:currenttime',
  'aws:epochtime',
  'aws:referer',
  'aws:securetransport',
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:sourcevpcarn',
  'aws:sourcevpce',
  'aws:useragent',
  'aws:vpceaccount',
  'aws:vpceorgid',
  'aws:vpceorgpaths',
  'aws:vpcsourceip',
]);

function isCallerKey(key: string): boolean {
  const name = key.toLowerCase();
  return callerKeys.has(name) || name.startsWith('aws:principal') || isClaim(name);
}

/** A claim of an identity provider: `token.actions.githubusercontent.com:sub`, `saml:aud`. */
function isClaim(name: string): boolean {
  const prefix = name.slice(0, Math.max(name.indexOf(':'), 0));
  return prefix === 'saml' || prefix.includes('.');
}

/** The context of the call that takes a role: what the network and STS tell, what goes with the caller, and what the call itself says. */
export function contextOfHop(context: GivenContext, session: ChainSession, own: GivenContext): GivenContext {
  const held = keep(context, (key) => {
    const name = key.toLowerCase();
    return networkKeys.has(name) || name.startsWith('sts:') || (session === absentSession && isCallerKey(key));
  });
  return override(override(held, session.context), own);
}

/** The context of the request at the end of a chain: what was said of the one who started does not hold for the last role. */
export function contextAtEnd(context: GivenContext, session: ChainSession): GivenContext {
  if (session === absentSession) return context;
  return override(
    keep(context, (key) => !isCallerKey(key)),
    session.context,
  );
}

function keep(context: GivenContext, isKept: (key: string) => boolean): GivenContext {
  return Object.fromEntries(Object.entries(context).filter(([key]) => isKept(key)));
}

/** Keys are the same whatever their case, and two that differ in case only would be one with both values. */
function override(context: GivenContext, winning: GivenContext): GivenContext {
  const names = new Set(Object.keys(winning).map((key) => key.toLowerCase()));
  return { ...keep(context, (key) => !names.has(key.toLowerCase())), ...winning };
}
