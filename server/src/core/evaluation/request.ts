import type { Policy } from '../policy/policy';

/** Who calls. A string is an ARN, a service principal or `anonymous`; external callers of AssumeRoleWith… name their provider. */
export type RequestPrincipal = string | { readonly federated: string };

/** A context value as people give it; an array for multivalued keys. */
export type ContextValue = string | number | boolean | readonly (string | number | boolean)[];

/** One request, as product.md 5 writes it. */
export interface AuthorizationRequest {
  readonly principal: RequestPrincipal;
  readonly action: string;
  /** An ARN, or `*` for an action without resource types. */
  readonly resource: string;
  /** Owner of the resource; by default from the ARN, else the principal's account. */
  readonly resourceAccount?: string;
  readonly context: Readonly<Record<string, ContextValue>>;
  /** False: a key that is not given is unknown, not absent. */
  readonly contextIsComplete: boolean;
  /** Keys whose values nobody knows, even where the context is complete; a value given for one wins. */
  readonly unknownKeys?: readonly string[];
  /** Keys that the request does not carry, even where the context is not complete; a value given for one wins. */
  readonly absentKeys?: readonly string[];
}

/** A policy that bears on a request. `policy` undefined: it cannot be read, and its layer is unknown. */
export interface PolicyInput {
  /** Undefined: called `<layer>[i]` in answers. */
  readonly name: string | undefined;
  readonly policy: Policy | undefined;
  /** Where it stands, for the surfaces that jump there: a document URI; the evaluator only hands it on. */
  readonly uri?: string;
}

/** Every policy that bears on a request (product.md 5). */
export interface PolicySet {
  readonly identityPolicies: readonly PolicyInput[];
  /** Undefined: none attached. */
  readonly permissionsBoundary?: PolicyInput | undefined;
  /** Undefined: none passed. */
  readonly sessionPolicies?: readonly PolicyInput[] | undefined;
  readonly resourcePolicy?: PolicyInput | undefined;
  /** One list per level, root first; undefined: not in an organization, or SCPs are off. */
  readonly serviceControlPolicies?: readonly (readonly PolicyInput[])[] | undefined;
  /** Of the resource owner's path. `RCPFullAWSAccess` is implied. */
  readonly resourceControlPolicies?: readonly (readonly PolicyInput[])[] | undefined;
  readonly vpcEndpointPolicies?: readonly PolicyInput[] | undefined;
  /** Account whose principals SCPs, and whose resources RCPs, do not reach. */
  readonly managementAccount?: string | undefined;
}
