import { parseArn } from '../policy/arn';
import { message } from '../text/message';
import type { Message } from '../text/message';
import type { ContextValue, RequestPrincipal } from './request';

/** What a session of a role brings to its requests beside the policies of the role. */
export interface ChainSession {
  /** Keys that go with the session. */
  readonly context: Readonly<Record<string, ContextValue>>;
  /** Keys that its requests lack. */
  readonly absentKeys: readonly string[];
  /** Session tags that pass to the sessions of roles taken from here, by name in lower case. */
  readonly transitiveTags: ReadonlyMap<string, Tag>;
  /** Set once, it stays for the rest of the chain. */
  readonly sourceIdentity: string | undefined;
}

interface Tag {
  readonly name: string;
  readonly value: string;
}

/** Whoever starts a chain: nothing is known but what the request says. */
export const absentSession: ChainSession = { context: {}, absentKeys: [], transitiveTags: new Map(), sourceIdentity: undefined };

// Credentials of AssumeRole say nothing of MFA.
// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html>
const mfaKeys: readonly string[] = ['aws:MultiFactorAuthPresent', 'aws:MultiFactorAuthAge'];

const requestTag = 'aws:requesttag/';

/** The session that taking a role makes. `given` is the context of the call. */
export function sessionOf(
  role: string,
  caller: RequestPrincipal,
  before: ChainSession,
  given: Readonly<Record<string, ContextValue>>,
): { readonly principal: string; readonly session: ChainSession } {
  const passed = passedTags(given);
  const transitiveKeys = listOf(given, 'sts:transitivetagkeys').map((key) => key.toLowerCase());
  const transitive = [...passed].filter(([name]) => transitiveKeys.includes(name));
  const tags = new Map([...before.transitiveTags, ...passed]);
  const sourceIdentity = inheritedIdentity(before, given) ?? textOf(given, 'sts:sourceidentity');
  const name = textOf(given, 'sts:rolesessionname');
  const context: Record<string, ContextValue> = {
    ...Object.fromEntries([...tags.values()].map((tag) => [`aws:PrincipalTag/${tag.name}`, tag.value])),
    ...(sourceIdentity === undefined ? {} : { 'aws:SourceIdentity': sourceIdentity }),
    ...(name === undefined ? {} : { 'aws:PrincipalArn': role }),
    ...(isWebIdentity(caller) ? { 'aws:FederatedProvider': caller.federated } : {}),
  };
  return {
    principal: name === undefined ? role : sessionArn(role, name),
    session: { context, absentKeys: mfaKeys, transitiveTags: new Map([...before.transitiveTags, ...transitive]), sourceIdentity },
  };
}

/**
 * What STS refuses whatever policies say: an inherited tag passed again, a source identity changed.
 * <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>,
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html>
 */
export function refusal(before: ChainSession, given: Readonly<Record<string, ContextValue>>): Message | undefined {
  for (const [name, tag] of passedTags(given)) {
    if (before.transitiveTags.has(name)) {
      return message('the session tag `{0}` is inherited from the session before and cannot be passed again', tag.name);
    }
  }
  const kept = inheritedIdentity(before, given);
  const wanted = textOf(given, 'sts:sourceidentity');
  if (kept === undefined || wanted === undefined || kept === wanted) return undefined;
  return message('the source identity is `{0}` already and cannot be changed to `{1}`', kept, wanted);
}

/**
 * Keys of the call that are there because of what the session inherits; whether with the inherited values AWS does not say. That
 * they are there brings the checks of sts:TagSession and sts:SetSourceIdentity.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_role-chaining>
 */
export function inheritedKeys(before: ChainSession, given: Readonly<Record<string, ContextValue>>): readonly string[] {
  const tags = [...before.transitiveTags.values()];
  const ofTags = tags.length === 0 ? [] : ['aws:TagKeys', 'sts:TransitiveTagKeys', ...tags.map(({ name }) => `aws:RequestTag/${name}`)];
  return inheritedIdentity(before, given) === undefined ? ofTags : [...ofTags, 'sts:SourceIdentity'];
}

/** That of the session before; of whoever starts, what the request says of it. */
function inheritedIdentity(before: ChainSession, given: Readonly<Record<string, ContextValue>>): string | undefined {
  return before.sourceIdentity ?? textOf(given, 'aws:sourceidentity');
}

function passedTags(given: Readonly<Record<string, ContextValue>>): ReadonlyMap<string, Tag> {
  const tags = new Map<string, Tag>();
  for (const [key, value] of Object.entries(given)) {
    if (!key.toLowerCase().startsWith(requestTag) || typeof value === 'object') continue;
    const name = key.slice(requestTag.length);
    tags.set(name.toLowerCase(), { name, value: String(value) });
  }
  return tags;
}

function listOf(given: Readonly<Record<string, ContextValue>>, lookupKey: string): readonly string[] {
  const value = Object.entries(given).find(([key]) => key.toLowerCase() === lookupKey)?.[1];
  if (value === undefined) return [];
  return typeof value === 'object' ? value.map(String) : [String(value)];
}

function textOf(given: Readonly<Record<string, ContextValue>>, lookupKey: string): string | undefined {
  return listOf(given, lookupKey)[0];
}

function sessionArn(role: string, name: string): string {
  const arn = parseArn(role);
  const roleName = role.slice(role.lastIndexOf('/') + 1);
  return `arn:${arn?.partition ?? 'aws'}:sts::${arn?.account ?? ''}:assumed-role/${roleName}/${name}`;
}

function isWebIdentity(caller: RequestPrincipal): caller is { readonly federated: string } {
  return typeof caller !== 'string' && !caller.federated.includes(':saml-provider/');
}
