/** A request of Gatehouse's own and the types that travel with its method name; no run-time dependency on any LSP library. */
export interface Request<Params, Result> {
  readonly method: string;
  /** Never there: carries the types. */
  readonly types?: (params: Params) => Result;
}

export interface Notification<Params> {
  readonly method: string;
  readonly types?: (params: Params) => void;
}

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A place in a document. */
export interface Location {
  readonly uri: string;
  readonly range: Range;
}

/** Sent as `initializationOptions`. */
export interface InitializationOptions {
  /** Where the catalog's files are: a URI (file: for node). */
  readonly dataUri: string;
  /** Where `bundle.l10n.*.json` are. */
  readonly l10nUri: string;
  /** `en` or `ko`; what `gatehouse.language: auto` means. */
  readonly uiLanguage: string;
  readonly settings: unknown;
  /** True where VS Code's own JSON support is at work: no second formatter, outline or syntax error. */
  readonly besideJsonSupport: boolean;
  /** Newer service data that the user asked for: a URI; the file need not be there. */
  readonly overlayUri?: string;
  /** The client shows documents of the scheme `gatehouse:`; left out: it does not, and links lead to AWS's pages. */
  readonly virtualDocuments?: boolean;
}

/** Server → client: the text of a file that is not on the server's disk. */
export const readFileRequest: Request<{ readonly uri: string }, { readonly text: string } | null> = { method: 'gatehouse/readFile' };
/** Server → client: files by glob, below a folder (a URI) or in all workspace folders. */
export const listFilesRequest: Request<{ readonly glob: string; readonly base?: string }, readonly string[]> = {
  method: 'gatehouse/listFiles',
};

/** What came of newer service data. */
export interface ServiceDataResult {
  /** What to keep in the file at `overlayUri`; null when nothing could be read out of the value. */
  readonly text: string | null;
  /** How many actions and services it adds to what came with the program. */
  readonly actions: number;
  readonly services: number;
}

/** Client → server: newer service data as it was read, together with what the file holds already; `date`: `YYYY-MM-DD`. */
export const joinServiceDataRequest: Request<{ readonly value: unknown; readonly date: string }, ServiceDataResult> = {
  method: 'gatehouse/joinServiceData',
};
/** Client → server: the file at `overlayUri` has changed. */
export const serviceDataChangedNotification: Notification<Record<string, never>> = { method: 'gatehouse/serviceDataChanged' };

/** Client → server: about a document, for the language status item. Null when it is no policy, manifest or test. */
export interface DocumentInfo {
  readonly kind: 'policy' | 'manifest' | 'test';
  readonly policyType: string | null;
  /** In words of the user's language, `Service control policy (SCP)`. */
  readonly policyTypeLabel: string;
  readonly catalogDate: string;
  /** Characters that count, and the limit, when one is known. */
  readonly size: { readonly used: number; readonly limit: number } | null;
}
export const documentInfoRequest: Request<{ readonly uri: string }, DocumentInfo | null> = { method: 'gatehouse/documentInfo' };

/** A row of a tree that the server makes. */
export interface OutlineNode {
  /** Stable, unique in the outline. */
  readonly id: string;
  readonly kind:
    | 'organization'
    | 'root'
    | 'organizationalUnit'
    | 'account'
    | 'users'
    | 'groups'
    | 'roles'
    | 'policies'
    | 'resources'
    | 'user'
    | 'group'
    | 'role'
    | 'policy'
    | 'resource'
    | 'handshakes'
    | 'handshake'
    | 'delegation'
    | 'service'
    | 'permissionSets'
    | 'permissionSet'
    | 'level'
    | 'effective'
    | 'problem';
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** For screen readers: the label in a sentence. */
  readonly accessibleLabel: string;
  readonly badges: readonly (
    | 'management'
    | 'suspended'
    | 'delegated'
    | 'pending'
    | 'inherited'
    | 'disabled'
    | 'problem'
    | 'awsManaged'
    | 'attached'
    | 'full'
    | 'foreign'
    | 'drift'
  )[];
  readonly location: Location | null;
  /** Of a user, role or account: what the simulator asks as, an ARN. */
  readonly principal?: string;
  /** What an edit names: `/` and paths of OUs, ids of accounts, ARNs of principals. */
  readonly target?: string;
  /** Of a policy: its reference, its file or its ARN. Of an effective policy: its type. */
  readonly policy?: string;
  /** A document that only the server can write, to be shown. */
  readonly documentUri?: string;
  /** Of an organization: its folder, by which everything else names it. */
  readonly folder?: string;
  readonly childCount: number;
}

/** Client → server: the organizations of the workspace, without what is in them. */
export const organizationOutlineRequest: Request<
  Record<string, never>,
  { readonly roots: readonly OutlineNode[]; readonly problems: number }
> = { method: 'gatehouse/organizationOutline' };

/** Client → server: some of the children of a row; none where the row is gone. `filter`: only what has the word, and the way to it. */
export const organizationChildrenRequest: Request<
  { readonly id: string; readonly from: number; readonly to: number; readonly filter?: string },
  { readonly nodes: readonly OutlineNode[]; readonly childCount: number }
> = { method: 'gatehouse/organizationChildren' };

/** Something that answers to a word, with the rows on the way to it (the last one is its own). */
export interface OrganizationMatch {
  readonly kind: string;
  readonly label: string;
  readonly description: string;
  readonly kindLabel: string;
  readonly folder: string;
  readonly target: string;
  readonly way: readonly string[];
}

/** Client → server: places, principals and policies by name, id, path, tag or ARN. `kinds`: only those. */
export const findInOrganizationRequest: Request<
  { readonly query: string; readonly limit: number; readonly kinds?: readonly string[]; readonly folder?: string },
  { readonly matches: readonly OrganizationMatch[] }
> = { method: 'gatehouse/findInOrganization' };

/** Client → server: the rows on a way, from the organization on; fewer where it ends. */
export const organizationWayRequest: Request<{ readonly way: readonly string[] }, { readonly nodes: readonly OutlineNode[] }> = {
  method: 'gatehouse/organizationWay',
};

/** Client → server: what is effective at a place of an organization, as a tree that is there as a whole. */
export interface EffectiveNode extends OutlineNode {
  readonly children: readonly EffectiveNode[];
}
export const effectivePoliciesRequest: Request<
  { readonly folder: string; readonly target: string },
  { readonly name: string; readonly nodes: readonly EffectiveNode[] } | null
> = { method: 'gatehouse/effectivePolicies' };

/** A change of an organization, as `OrganizationEdit` of the core has it. */
export interface OrganizationEditParams {
  readonly kind: string;
  readonly [field: string]: string | readonly string[] | undefined;
}

/** A file as an edit leaves it: one that is new, or changes of one that is there. */
export interface FileEdit {
  readonly uri: string;
  readonly newText: string | null;
  readonly edits: readonly { readonly range: Range; readonly newText: string }[];
}

/** What a change comes to, before anything is written. */
export type OrganizationPlan =
  | { readonly kind: 'refused'; readonly reason: string }
  | {
      readonly kind: 'plan';
      readonly title: string;
      readonly notes: readonly string[];
      /** The policies of those concerned, and the files, as text: before and after. */
      readonly before: string;
      readonly after: string;
      /** In the order in which they are to be written. None: nothing is written. */
      readonly files: readonly FileEdit[];
      /**
       * What has to be the same when it is planned again, for the picture to be true still; left out: the two texts. Decisions are null when
       * not all could be compared in the time that there was.
       */
      readonly state?: { readonly files: string; readonly decisions: string | null };
    };
export const planOrganizationEditRequest: Request<{ readonly folder: string; readonly edit: OrganizationEditParams }, OrganizationPlan> = {
  method: 'gatehouse/planOrganizationEdit',
};

/** Client → server: what decisions change when a policy is saved as the editor has it. */
export const planSaveRequest: Request<{ readonly uri: string }, OrganizationPlan> = { method: 'gatehouse/planSave' };

/** Client → server: what is decided otherwise than at a revision of git; `uri` is the folder of an organization, or a policy. */
export const compareWithRevisionRequest: Request<{ readonly uri: string; readonly revision: string }, OrganizationPlan> = {
  method: 'gatehouse/compareWithRevision',
};

/** Client → server: what can be attached to a place or a principal, by what `attachPolicies` and `attachToPrincipal` call it. */
export interface AttachablePolicy {
  readonly policy: string;
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}
export const attachablePoliciesRequest: Request<
  { readonly folder: string; readonly target: string },
  { readonly policies: readonly AttachablePolicy[] }
> = { method: 'gatehouse/attachablePolicies' };

/** Client → server: a new organization, as files to look at before they are written. */
export const planNewOrganizationRequest: Request<
  {
    readonly folder: string;
    readonly name: string;
    readonly managementAccount: string;
    readonly email: string;
    readonly enableScps: boolean;
  },
  OrganizationPlan
> = { method: 'gatehouse/planNewOrganization' };

/** Client → server: an organization of another tool in the native layout. */
export const planConversionRequest: Request<{ readonly folder: string }, OrganizationPlan> = { method: 'gatehouse/planConversion' };

/** Client → server: an organization as AWS has it now, as files below a folder. Only when the user asks for it; ends when it is cancelled. */
export const importFromAwsRequest: Request<
  { readonly folder: string; readonly profile: string; readonly region: string; readonly memberRole: string },
  OrganizationPlan
> = { method: 'gatehouse/importFromAws' };

/** Server → client: how far an import is. */
export const importProgressNotification: Notification<{ readonly done: number; readonly total: number | null; readonly text: string }> = {
  method: 'gatehouse/importProgress',
};

/** Client → server: what differs between two organizations of the workspace, in Markdown. */
export const compareOrganizationsRequest: Request<{ readonly before: string; readonly after: string }, { readonly text: string }> = {
  method: 'gatehouse/compareOrganizations',
};

/** Client → server: the files that stand for policies of an organization. */
export const draftsRequest: Request<
  { readonly folder: string },
  {
    readonly drafts: readonly {
      readonly uri: string;
      readonly reference: string;
      readonly deployedUri: string;
      readonly differs: boolean | null;
    }[];
  }
> = { method: 'gatehouse/drafts' };

/** A file that is probably a draft of a policy. */
export interface DraftProposal {
  readonly uri: string;
  /** What to bind it to: an id, or a reference where nobody gave one. */
  readonly policy: string;
  readonly type: string;
  readonly name: string;
  readonly reason: 'content' | 'name';
}
export const proposeDraftsRequest: Request<{ readonly folder: string }, { readonly proposals: readonly DraftProposal[] }> = {
  method: 'gatehouse/proposeDrafts',
};

/** Client → server: what an editor holds of a file that is no JSON and that an organization may be read from; null: it is closed. */
export const bufferChangedNotification: Notification<{ readonly uri: string; readonly text: string | null }> = {
  method: 'gatehouse/bufferChanged',
};

/** Client → server: look for files again. */
export const rescanNotification: Notification<Record<string, never>> = { method: 'gatehouse/rescan' };

/** Client → server: the policy types of an organization, for those who turn them on and off. */
export const policyTypesRequest: Request<
  { readonly folder: string },
  { readonly types: readonly { readonly type: string; readonly constant: string; readonly enabled: boolean }[] }
> = { method: 'gatehouse/policyTypes' };

/** Client → server: what the simulator's form and the lens's quick pick offer while one types. */
export interface Suggestion {
  readonly value: string;
  readonly label: string;
  readonly detail: string;
}
export const suggestRequest: Request<
  {
    readonly field: 'principal' | 'action' | 'resource' | 'contextKey';
    readonly query: string;
    readonly action?: string;
    readonly uri?: string;
  },
  { readonly suggestions: readonly Suggestion[] }
> = { method: 'gatehouse/suggest' };

/** One question to the evaluator. `principal` as product.md 3 writes it; empty: the policy of `uri` alone decides, for anybody it is attached to. */
export interface SimulateParams {
  readonly uri?: string;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount?: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  readonly contextIsComplete: boolean;
}

export type DecisionName = 'allowed' | 'explicitDeny' | 'implicitDeny' | 'undetermined';

/** Everything a surface shows about one decision, in the user's language, made by `describeTrace` on the server. */
export interface SimulateResult {
  readonly decision: DecisionName;
  /** `Allowed by …` in one sentence. */
  readonly headline: string;
  /** AWS's own denial words, or an empty string. */
  readonly awsMessage: string;
  /** Short enough for a lens. */
  readonly short: string;
  readonly decidedBy: { readonly label: string; readonly location: Location | null } | null;
  readonly layers: readonly {
    readonly layer: string;
    readonly label: string;
    readonly decision: DecisionName | 'notApplicable';
    readonly explanation: string;
    /** Whether the whole decision came about here. */
    readonly decided: boolean;
  }[];
  readonly statements: readonly {
    readonly label: string;
    readonly policy: string;
    readonly layerLabel: string;
    readonly effect: 'Allow' | 'Deny' | '';
    readonly match: 'matched' | 'notMatched' | 'unknown';
    readonly reason: string;
    readonly decided: boolean;
    readonly location: Location | null;
  }[];
  readonly context: readonly {
    readonly key: string;
    readonly values: string;
    readonly origin: string;
    readonly matters: boolean;
    readonly state: 'value' | 'absent' | 'unknown';
  }[];
  readonly missingContextKeys: readonly string[];
  readonly notes: readonly string[];
  /** By form field: what is wrong with it. Non-empty: the rest says nothing. */
  readonly fieldProblems: Readonly<Record<string, string>>;
}
export const simulateRequest: Request<SimulateParams, SimulateResult> = { method: 'gatehouse/simulate' };

/** Tests that say what a policy decides today. `uri`: where they would lie, free now; null beside a policy that was never saved. */
export type GenerateTestsResult =
  | { readonly kind: 'file'; readonly fileName: string; readonly uri: string | null; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: string };
export const generateTestsRequest: Request<{ readonly uri: string }, GenerateTestsResult> = { method: 'gatehouse/generateTests' };

/** Client → server: the requests remembered for a policy file; the lenses answer them. */
export interface RememberedRequest {
  readonly id: string;
  readonly action: string;
  readonly resource: string;
  readonly principal: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}
export const rememberRequestsNotification: Notification<{ readonly uri: string; readonly requests: readonly RememberedRequest[] }> = {
  method: 'gatehouse/rememberRequests',
};

/** Server → client: policies or organization changed; trees and open answers are stale. */
export const policiesChangedNotification: Notification<{ readonly reason: 'document' | 'organization' | 'settings' }> = {
  method: 'gatehouse/policiesChanged',
};

/** Client → server: the text of a virtual document (`gatehouse:` scheme: managed policies, wildcard lists). */
export const virtualDocumentRequest: Request<{ readonly uri: string }, { readonly text: string } | null> = {
  method: 'gatehouse/virtualDocument',
};
