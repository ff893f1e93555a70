import type { CatalogTexts } from '../../core/catalog/catalog';
import type { Policy } from '../../core/policy/policy';
import { createPolicyLoader } from '../../core/organization/policyLoader';
import { fileKey, indexAttachments, managedKey } from '../../core/queries/attachments';
import type { Attachments } from '../../core/queries/attachments';
import { blockedActions } from '../../core/queries/blockedActions';
import type { PolicyEffects } from '../../core/queries/blockedActions';
import { createGuardrails } from '../../core/queries/guardrails';
import type { Guardrails } from '../../core/queries/guardrails';
import type { MemberPrincipal } from '../../core/queries/members';
import type { Meter, SteppedQuery } from '../../core/queries/progress';

import type { DocumentStore, OpenDocument } from '../documentStore';
import type { LoadedOrganization, OrganizationIndex } from '../organizationIndex';
import { madeFileOf } from '../organizationSources';
import type { ServiceContext } from '../serviceContext';

import type { PlaceSources } from '../statementPlace';
import { relativePath } from '../uris';
import { managedPolicyName, managedPolicyUri } from '../virtualDocuments';

/** What of a policy has an effect, for whom, and where what blocks it can be read. */
export interface DocumentEffects {
  readonly effects: PolicyEffects;
  readonly places: PlaceSources;
}

/** A policy with those who have it, and what is above them. */
export interface AttachedDocument {
  readonly policy: Policy;
  readonly principals: readonly MemberPrincipal[];
  /** Those whose boundary it is. */
  readonly bounded: readonly MemberPrincipal[];
  /** The file in the organization; undefined for a policy that AWS manages. */
  readonly file: string | undefined;
  readonly guardrails: Guardrails;
  readonly loaded: LoadedOrganization;
  readonly places: PlaceSources;
}

/** Answers what actions come to for those who have a policy; kept for as long as nothing that bears on it changes. */
export interface EffectiveActions {
  /** Undefined: nobody has the policy, it is being changed, or something of the organization cannot be read. */
  effectsOf(document: OpenDocument, service: ServiceContext): Promise<DocumentEffects | undefined>;
  attachedOf(document: OpenDocument, service: ServiceContext): Promise<AttachedDocument | undefined>;
  /** Steps a query, everybody else having a turn in between; undefined when the document was changed meanwhile. */
  run<Result>(document: OpenDocument, query: SteppedQuery<Result>): Promise<Result | undefined>;
}

interface EffectSources {
  readonly index: OrganizationIndex;
  readonly documents: DocumentStore;
  readonly pause: () => Promise<void>;
}

/** What is known of an organization. `reads`: the texts that the guardrails rest on. */
interface OrganizationMemory {
  readonly catalog: ServiceContext['catalog'];
  readonly attachments: Attachments;
  readonly guardrails: Guardrails;
  readonly reads: ReadonlyMap<string, string | undefined>;
}

/** Knows nothing yet. */
export function createEffectiveActions({ index, documents, pause }: EffectSources): EffectiveActions {
  const memories = new WeakMap<LoadedOrganization, OrganizationMemory>();
  const known = new WeakMap<Policy, { readonly memory: OrganizationMemory; readonly effects: PolicyEffects }>();

  async function run<Result>(document: OpenDocument, query: SteppedQuery<Result>): Promise<Result | undefined> {
    for (;;) {
      const step = query.next();
      if (step.done === true) return step.value;
      await pause();
      if (documents.get(document.uri) !== document) return undefined;
    }
  }

  async function memoryOf(document: OpenDocument, loaded: LoadedOrganization, service: ServiceContext, texts: CatalogTexts) {
    const { organization } = loaded;
    if (organization === undefined || isBroken(loaded)) return undefined;
    const before = memories.get(loaded);
    if (before?.catalog === service.catalog && isCurrent(before, loaded)) return before;
    const attachments = before?.attachments ?? (await run(document, indexAttachments(organization, { spent: 0 })));
    if (attachments === undefined) return undefined;
    const reads = new Map<string, string | undefined>();
    const read = (file: string): string | undefined => {
      const text = loaded.files.read(file);
      reads.set(file, text);
      return text;
    };
    const load = createPolicyLoader({
      files: { ...loaded.files, read },
      managedPolicyDocument: (name) => texts.managedPolicyDocument(name),
      uriOfFile: (file) => loaded.uriOf(file),
      uriOfManagedPolicy: (arn) => managedPolicyUri((arn.split('/').at(-1) ?? arn).replace(/^p-/, '')),
    });
    const guardrails = createGuardrails({ organization, load, catalog: service.catalog });
    const memory: OrganizationMemory = { catalog: service.catalog, attachments, guardrails, reads };
    memories.set(loaded, memory);
    return memory;
  }

  async function look(document: OpenDocument, service: ServiceContext) {
    if (document.kind !== 'policy') return undefined;
    const loaded = index.organizationFor(document.uri, service.settings.organization);
    const texts = await service.texts();
    const memory = loaded === undefined ? undefined : await memoryOf(document, loaded, service, texts);
    if (loaded === undefined || memory === undefined) return undefined;
    const managed = managedPolicyName(document.uri);
    const file = managed === undefined ? fileOf(document.uri, loaded) : undefined;
    const key = managed === undefined ? fileKey(file ?? '') : managedKey(managed);
    const { attachments, guardrails } = memory;
    const principals = attachments.identity.get(key) ?? [];
    const bounded = attachments.boundary.get(key) ?? [];
    const places: PlaceSources = { index, documents, texts };
    return { memory, attached: { policy: document.policy, principals, bounded, file, guardrails, loaded, places } };
  }

  return {
    run,
    attachedOf: async (document, service) => (await look(document, service))?.attached,
    async effectsOf(document, service) {
      const found = await look(document, service);
      if (found === undefined || found.attached.principals.length === 0) return undefined;
      const { memory, attached } = found;
      const before = known.get(document.policy);
      if (before?.memory === memory) return { effects: before.effects, places: attached.places };
      const meter: Meter = { spent: 0 };
      const effects = await run(document, blockedActions(attached.guardrails, document.policy, attached.principals, meter));
      if (effects === undefined) return undefined;
      known.set(document.policy, { memory, effects });
      return { effects, places: attached.places };
    },
  };
}

/** Whatever cannot be read may attach the policy to somebody, or keep something from them. */
function isBroken({ organization, problems }: LoadedOrganization): boolean {
  const unreadable = problems.some(({ code }) => code === 'invalid-json' || code === 'nesting-too-deep' || code === 'empty-document');
  return unreadable || organization?.manifestIsBroken === true;
}

function isCurrent({ reads }: OrganizationMemory, { files }: LoadedOrganization): boolean {
  for (const [file, text] of reads) if (files.read(file) !== text) return false;
  return true;
}

/** The file of the organization that a URI names; of a draft, the one that it stands for. */
function fileOf(uri: string, { folder, drafts, organization, uriOf }: LoadedOrganization): string | undefined {
  const draft = drafts.find((one) => one.uri === uri);
  if (draft !== undefined) return organization?.policies.get(draft.reference)?.file;
  const file = madeFileOf(uri, [folder])?.file ?? relativePath(folder, uri);
  return file === undefined || uriOf(file) !== uri ? undefined : file;
}
