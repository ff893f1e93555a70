import type { CatalogTexts } from '../../core/catalog/catalog';
import { lowerPolicy } from '../../core/policy/lowerPolicy';
import type { Policy } from '../../core/policy/policy';
import { nodeAt } from '../../core/syntax/queries';
import { createPolicyLoader } from '../../core/organization/policyLoader';
import { embeddedKey, fileKey, indexAttachments, managedKey } from '../../core/queries/attachments';
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
  /** One for each policy that stands in the document; none: nobody has it, it is being changed, or something of the organization cannot be read. */
  effectsOf(document: OpenDocument, service: ServiceContext): Promise<readonly DocumentEffects[]>;
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
  const known = new WeakMap<OpenDocument, { readonly memory: OrganizationMemory; readonly effects: readonly DocumentEffects[] }>();

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

  /** The policy that the document is, or those that stand in it beside other things, with those who have them. */
  function policiesIn(document: OpenDocument, { attachments }: OrganizationMemory, { policy, principals, file }: AttachedDocument) {
    if (principals.length > 0) return [{ policy, principals }];
    if (document.kind === 'policy' || file === undefined) return [];
    return [...(attachments.inline.get(file) ?? [])].flatMap((start) => {
      const embedded = embeddedIn(document, start);
      return embedded === undefined ? [] : [{ policy: embedded, principals: attachments.identity.get(embeddedKey(file, start)) ?? [] }];
    });
  }

  return {
    run,
    async attachedOf(document, service) {
      return document.kind === 'policy' ? (await look(document, service))?.attached : undefined;
    },
    async effectsOf(document, service) {
      const found = await look(document, service);
      if (found === undefined) return [];
      const { memory, attached } = found;
      const before = known.get(document);
      if (before?.memory === memory) return before.effects;
      const meter: Meter = { spent: 0 };
      const effects: DocumentEffects[] = [];
      for (const { policy, principals } of policiesIn(document, memory, attached)) {
        const made = await run(document, blockedActions(attached.guardrails, policy, principals, meter));
        if (made === undefined) return [];
        effects.push({ effects: made, places: attached.places });
      }
      known.set(document, { memory, effects });
      return effects;
    },
  };
}

function embeddedIn({ syntax: { root } }: OpenDocument, start: number): Policy | undefined {
  const { parents, node } = nodeAt(root, start + 1);
  const found = [...parents, node].find((one) => one?.start === start);
  return found?.kind === 'object' ? lowerPolicy(found) : undefined;
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
