import type { CatalogTexts } from '../../core/catalog/catalog';
import type { OrganizationFiles } from '../../core/organization/organizationFiles';
import type { PolicyReference } from '../../core/organization/organization';
import { createPolicyLoader, readPolicyText } from '../../core/organization/policyLoader';
import type { LoadPolicy } from '../../core/organization/policyLoader';
import { readOrganization } from '../../core/organization/readOrganization';
import { policyTypeSources } from '../../core/queries/policyTypeSources';
import { message } from '../../core/text/message';
import type { Message } from '../../core/text/message';
import type { OrganizationPlan } from '../../protocol/requests';

import type { DocumentStore, OpenDocument } from '../documentStore';
import type { LoadedOrganization } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';
import { fileNameOf, folderOf, normaliseUri } from '../uris';
import { managedPolicyUriOf } from '../virtualDocuments';
import type { Workspace } from '../workspace';

import { compareVersions } from './compareVersions';
import type { Patience, Versions } from './compareVersions';
import { stateOf } from './decisionSides';
import type { DecisionSides, PlannedOrganization } from './decisionSides';
import { decisionsText, isComplete } from './decisionsText';
import { requestsOf, requestsOnPolicies } from './workspaceRequests';
import type { OrganizationVersions, RequestSources } from './workspaceRequests';

/** The files of a folder as they were at a revision; what cannot be read is said. */
export type ReadRevision = (folderUri: string, revision: string) => Promise<OrganizationFiles | { readonly problem: Message }>;

/** What decisions change with a change that is not made yet, or has been made since a revision. */
export interface DecisionWhatIf {
  /** Of a change of an organization's files. */
  ofPlan(
    loaded: LoadedOrganization,
    after: PlannedOrganization,
    context: ServiceContext,
    isCancelled: () => boolean,
  ): Promise<DecisionSides>;
  /** Of saving what an editor holds of a policy. */
  ofSave(uri: string, context: ServiceContext, isCancelled: () => boolean): Promise<OrganizationPlan>;
  /** Of an organization, or a policy by itself, against a revision. */
  ofRevision(
    place: { readonly uri: string; readonly revision: string },
    context: ServiceContext,
    isCancelled: () => boolean,
  ): Promise<OrganizationPlan>;
}

interface Sources extends RequestSources {
  readonly workspace: Workspace;
  readonly documents: DocumentStore;
  readonly patience: Omit<Patience, 'isCancelled'>;
  /** Left out: this host has no git. */
  readonly readRevision?: ReadRevision | undefined;
}

export function createDecisionWhatIf(sources: Sources): DecisionWhatIf {
  const { policies, index, workspace, documents, readRevision } = sources;

  /** The organization in which a policy has a say. */
  const bearer = (uri: string): LoadedOrganization | undefined =>
    index.policyTypeOf(uri) === undefined ? undefined : index.organizationFor(uri, '');

  async function compare(versions: Versions, context: ServiceContext, isCancelled: () => boolean): Promise<DecisionSides> {
    const { catalog, translate } = context;
    const compared = await compareVersions(versions, catalog, { ...sources.patience, isCancelled });
    return { ...decisionsText(compared, catalog, translate), isComplete: isComplete(compared) };
  }

  async function inOrganization(
    versions: OrganizationVersions,
    context: ServiceContext,
    isCancelled: () => boolean,
  ): Promise<DecisionSides> {
    const requests = await requestsOf(versions, sources, context);
    return compare({ organizations: versions, who: 'everybody', requests }, context, isCancelled);
  }

  /** A policy with another text, in the organization that it is part of, or by itself. */
  async function ofTexts(edit: PolicyEdit, context: ServiceContext, isCancelled: () => boolean): Promise<DecisionSides | undefined> {
    const { document, before, after } = edit;
    const { uri } = document;
    const loaded = bearer(uri);
    const requests = await requestsOnPolicies({ uri, before, after }, sources, context);
    if (loaded?.organization !== undefined) {
      const { organization } = loaded;
      const now = policies.loaderOf(loaded, await context.texts());
      const versions = { loaded, before: { organization, load: withText(now, uri, before) }, after: { organization, load: now } };
      const ofOrganization = await requestsOf(versions, sources, context);
      return compare({ organizations: versions, who: 'everybody', requests: [...ofOrganization, ...requests] }, context, isCancelled);
    }
    const organizations = policyTypeSources(readPolicyText(before), readPolicyText(after), document.policyType(), context.catalog);
    if (organizations === undefined && requests.length === 0) return undefined;
    return compare({ organizations, who: 'usersAndRoles', requests }, context, isCancelled);
  }

  return {
    async ofPlan(loaded, { organization, files, changed }, context, isCancelled) {
      const texts = await context.texts();
      const now = policies.loaderOf(loaded, texts);
      const own = loaderOf(files, loaded, texts);
      // What stays the same is the same object, and need not be told apart.
      const load: LoadPolicy = (reference) => (changed.has(fileOf(reference) ?? '') ? own(reference) : now(reference));
      const before = { organization: loaded.organization ?? organization, load: now };
      return inOrganization({ loaded, before, after: { organization, load } }, context, isCancelled);
    },

    async ofSave(uri, context, isCancelled) {
      const document = documents.get(normaliseUri(uri));
      if (document?.kind !== 'policy') return refused(message('this is no policy'), context);
      const saved = await workspace.readFile(document.uri);
      if (saved === undefined) return refused(message('this file has not been saved yet'), context);
      const title = message('save {0}', fileNameOf(uri));
      const help = message('Nothing is saved yet: ✓ above saves the file, ✕ leaves it as it is in the editor.');
      const sides = await ofTexts({ document, before: saved, after: document.text }, context, isCancelled);
      return planOf({ title, help, texts: { before: saved, after: document.text } }, sides, context);
    },

    async ofRevision({ uri, revision }, context, isCancelled) {
      if (readRevision === undefined) return refused(message('revisions of git can be read on a desktop only'), context);
      const place = normaliseUri(uri);
      const loaded = index.organizations().find(({ folder }) => folder === place) ?? bearer(place);
      if (loaded?.isForeign === true) {
        return refused(message('only an organization in the native layout can be compared with a revision'), context);
      }
      const files = await readRevision(loaded?.folder ?? folderOf(place), revision);
      if ('problem' in files) return refused(files.problem, context);
      const title = message('decisions since {0}', revision);
      const help = message('On the left {0}, on the right what is here now.', revision);
      if (loaded?.organization !== undefined) {
        const { organization } = readOrganization(files, { catalog: context.catalog });
        if (organization === undefined) return refused(message('{0} has no organization that can be read', revision), context);
        const texts = await context.texts();
        const before = { organization, load: loaderOf(files, loaded, texts) };
        const after = { organization: loaded.organization, load: policies.loaderOf(loaded, texts) };
        return planOf({ title, help }, await inOrganization({ loaded, before, after }, context, isCancelled), context);
      }
      const document = documents.get(place);
      if (document?.kind !== 'policy') return refused(message('this is no policy'), context);
      const before = files.read(fileNameOf(place));
      if (before === undefined) return refused(message('{0} has no file {1}', revision, fileNameOf(place)), context);
      const sides = await ofTexts({ document, before, after: document.text }, context, isCancelled);
      return planOf({ title, help, texts: { before, after: document.text } }, sides, context);
    },
  };
}

/** A policy as it was and as it is. */
interface PolicyEdit {
  readonly document: OpenDocument;
  readonly before: string;
  readonly after: string;
}

function refused(reason: Message, { translate }: ServiceContext): OrganizationPlan {
  return { kind: 'refused', reason: translate(reason) };
}

interface Shown {
  readonly title: Message;
  readonly help: Message;
  /** What is compared, where it is one file. */
  readonly texts?: { readonly before: string; readonly after: string };
}

/** Both sides of a difference that changes no file by itself. */
function planOf({ title, help, texts }: Shown, sides: DecisionSides | undefined, { translate }: ServiceContext): OrganizationPlan {
  const unknown = [translate(message('what a policy of this type decides can be compared in an organization only')), ''];
  const head = [translate(title), translate(help), ''];
  const shown = (decisions: readonly string[] | undefined, text: string | undefined): string =>
    `${[...head, ...(decisions ?? unknown), ...(text === undefined ? [] : [text])].join('\n').trimEnd()}\n`;
  return {
    kind: 'plan',
    title: translate(title),
    notes: [],
    before: shown(sides?.before, texts?.before),
    after: shown(sides?.after, texts?.after),
    files: [],
    state: { files: JSON.stringify(texts ?? ''), decisions: stateOf(sides) },
  };
}

function loaderOf(files: OrganizationFiles, loaded: LoadedOrganization, texts: CatalogTexts): LoadPolicy {
  return createPolicyLoader({
    files,
    managedPolicyDocument: (name) => texts.managedPolicyDocument(name),
    uriOfFile: (file) => loaded.uriOf(file),
    uriOfManagedPolicy: managedPolicyUriOf,
  });
}

/** The loader, with another text in the place of a file's. */
function withText(load: LoadPolicy, uri: string, text: string): LoadPolicy {
  const policy = readPolicyText(text);
  return (reference) => {
    const found = load(reference);
    return reference.kind === 'file' && found?.uri !== undefined && normaliseUri(found.uri) === uri ? { ...found, policy } : found;
  };
}

function fileOf(reference: PolicyReference): string | undefined {
  if (reference.kind === 'file') return reference.file;
  return reference.kind === 'embedded' ? reference.origin.file : undefined;
}
