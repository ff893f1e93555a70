import type { ImportedOrganization } from '../core/organization/importAwsOutputs';
import { message } from '../core/text/message';
import type { Message } from '../core/text/message';
import type {
  attachablePoliciesRequest,
  bufferChangedNotification,
  compareOrganizationsRequest,
  compareWithRevisionRequest,
  draftsRequest,
  effectivePoliciesRequest,
  findInOrganizationRequest,
  importFromAwsRequest,
  importProgressNotification,
  organizationChildrenRequest,
  organizationOutlineRequest,
  organizationWayRequest,
  planConversionRequest,
  planNewOrganizationRequest,
  planOrganizationEditRequest,
  planSaveRequest,
  policyTypesRequest,
  proposeDraftsRequest,
} from '../protocol/requests';

import type * as LaterParts from './later';
import type { OrganizationIndex } from './organizationIndex';
import type { OrganizationTree } from './organizationTree';
import type { ServiceContext } from './serviceContext';
import type { DecisionWhatIf } from './whatIf/whatIf';
import type { Workspace } from './workspace';
import type { WorkspaceFiles } from './workspaceFiles';

/** What a request of the protocol asks and answers. */
export type Params<Asked extends { readonly types?: (params: never) => unknown }> = Parameters<NonNullable<Asked['types']>>[0];
export type Answer<Asked extends { readonly types?: (params: never) => unknown }> = Promise<ReturnType<NonNullable<Asked['types']>>>;

/** What a host's signal of the end looks like; rings without a host know no more of it. */
export interface CancelSignal {
  /** Calls once when it is cancelled; at once where that was before. */
  onCancel(run: () => void): void;
}

/** What a host that reaches AWS does when the user asks for it. */
export type ImportFromAws = (
  question: { readonly profile: string; readonly region: string; readonly memberRole: string },
  onProgress: (progress: { readonly done: number; readonly total?: number; readonly text: Message }) => void,
  signal: CancelSignal,
) => Promise<
  | { readonly imported: ImportedOrganization; readonly notes: readonly Message[] }
  | { readonly refused: Message; readonly hint: Message | undefined }
>;

/** The Organizations view, and what is done from it. An organization is named by its folder. */
export interface OrganizationService {
  organizationOutline(): Answer<typeof organizationOutlineRequest>;
  organizationChildren(params: Params<typeof organizationChildrenRequest>): Answer<typeof organizationChildrenRequest>;
  findInOrganization(params: Params<typeof findInOrganizationRequest>): Answer<typeof findInOrganizationRequest>;
  organizationWay(params: Params<typeof organizationWayRequest>): Answer<typeof organizationWayRequest>;
  effectivePolicies(params: Params<typeof effectivePoliciesRequest>): Answer<typeof effectivePoliciesRequest>;
  /** What is compared ends early when nobody waits any more. */
  planOrganizationEdit(
    params: Params<typeof planOrganizationEditRequest>,
    isCancelled?: () => boolean,
  ): Answer<typeof planOrganizationEditRequest>;
  planSave(params: Params<typeof planSaveRequest>, isCancelled?: () => boolean): Answer<typeof planSaveRequest>;
  compareWithRevision(
    params: Params<typeof compareWithRevisionRequest>,
    isCancelled?: () => boolean,
  ): Answer<typeof compareWithRevisionRequest>;
  attachablePolicies(params: Params<typeof attachablePoliciesRequest>): Answer<typeof attachablePoliciesRequest>;
  policyTypes(params: Params<typeof policyTypesRequest>): Answer<typeof policyTypesRequest>;
  planNewOrganization(params: Params<typeof planNewOrganizationRequest>): Answer<typeof planNewOrganizationRequest>;
  planConversion(params: Params<typeof planConversionRequest>): Answer<typeof planConversionRequest>;
  importFromAws(
    params: Params<typeof importFromAwsRequest>,
    signal: CancelSignal,
    tell: (progress: Params<typeof importProgressNotification>) => void,
  ): Answer<typeof importFromAwsRequest>;
  compareOrganizations(params: Params<typeof compareOrganizationsRequest>): Answer<typeof compareOrganizationsRequest>;
  drafts(params: Params<typeof draftsRequest>): Answer<typeof draftsRequest>;
  proposeDrafts(params: Params<typeof proposeDraftsRequest>): Answer<typeof proposeDraftsRequest>;
  /** What an editor holds of a file that is no JSON; true when the organization is another with it. */
  bufferChanged(params: Params<typeof bufferChangedNotification>): boolean;
}

const never = (): boolean => false;

interface Parts {
  readonly workspace: Workspace;
  readonly index: OrganizationIndex;
  readonly files: WorkspaceFiles;
  readonly importFromAws: ImportFromAws | undefined;
  readonly later: () => Promise<typeof LaterParts>;
  /** What compares decisions, loaded with the first question. */
  readonly whatIf: () => Promise<DecisionWhatIf>;
  /** The context of questions that concern no document; the organizations have been read then. */
  readonly loaded: () => Promise<ServiceContext>;
}

export function createOrganizationService({ workspace, index, files, importFromAws, later, loaded, whatIf }: Parts): OrganizationService {
  const named = (folder: string) => index.organizations().find((one) => one.folder === folder);
  let showing: Promise<OrganizationTree> | undefined;
  const organizationTree = (): Promise<OrganizationTree> =>
    (showing ??= later().then(({ createOrganizationTree }) => createOrganizationTree(index)));

  return {
    async organizationOutline() {
      const context = await loaded();
      return (await organizationTree()).roots(context);
    },
    async organizationChildren(params) {
      const context = await loaded();
      return (await organizationTree()).children(params, context);
    },
    async findInOrganization(params) {
      const context = await loaded();
      return (await organizationTree()).find(params, context);
    },
    async organizationWay({ way }) {
      const context = await loaded();
      return (await organizationTree()).way(way, context);
    },
    async effectivePolicies(params) {
      const context = await loaded();
      return (await organizationTree()).effective(params, context);
    },
    async planOrganizationEdit({ folder, edit }, isCancelled = never) {
      // A file that is dropped may be newer than what the watcher has told.
      if (typeof edit['uri'] === 'string') index.changed(edit['uri'], 'disk');
      const context = await loaded();
      const { planOrganizationEdit } = await later();
      return planOrganizationEdit(named(folder), edit, context, async (organization, after) =>
        (await whatIf()).ofPlan(organization, after, context, isCancelled),
      );
    },
    async planSave({ uri }, isCancelled = never) {
      const context = await loaded();
      return (await whatIf()).ofSave(uri, context, isCancelled);
    },
    async compareWithRevision(place, isCancelled = never) {
      const context = await loaded();
      return (await whatIf()).ofRevision(place, context, isCancelled);
    },
    async attachablePolicies({ folder, target }) {
      const context = await loaded();
      const organization = named(folder)?.organization;
      return { policies: organization === undefined ? [] : (await later()).attachablePolicies(organization, target, context) };
    },
    async policyTypes({ folder }) {
      await loaded();
      const organization = named(folder)?.organization;
      return { types: organization === undefined ? [] : (await later()).policyTypesOf(organization) };
    },
    async planNewOrganization(wanted) {
      const { translate } = await loaded();
      return (await later()).planNewOrganization(wanted, { workspace, translate });
    },
    async planConversion({ folder }) {
      const { translate } = await loaded();
      const organization = named(folder);
      if (organization?.isForeign !== true)
        return { kind: 'refused', reason: translate(message('this organization is in the native layout already')) };
      return (await later()).planConversion(organization.deployed ?? organization, { workspace, translate });
    },
    async importFromAws({ folder, ...question }, signal, tell) {
      const { translate } = await loaded();
      if (importFromAws === undefined) {
        return { kind: 'refused', reason: translate(message('AWS can be asked from a desktop only; run the export script instead')) };
      }
      const answer = await importFromAws(
        question,
        ({ done, total, text }) => tell({ done, total: total ?? null, text: translate(text) }),
        signal,
      );
      if ('refused' in answer) {
        const { refused, hint } = answer;
        return { kind: 'refused', reason: hint === undefined ? translate(refused) : `${translate(refused)} ${translate(hint)}` };
      }
      const notes = [...answer.notes, ...answer.imported.problems.map((problem) => problem.message)];
      const title = message('Import the organization from AWS');
      return (await later()).planFiles({ folder, files: answer.imported.files, title, notes }, { workspace, translate });
    },
    async compareOrganizations({ before, after }) {
      const { translate } = await loaded();
      const [one, other] = [named(before), named(after)];
      return { text: one === undefined || other === undefined ? '' : (await later()).comparisonText(one, other, translate) };
    },
    async drafts({ folder }) {
      await loaded();
      return { drafts: (named(folder)?.drafts ?? []).map((draft) => ({ ...draft, differs: draft.differs ?? null })) };
    },
    async proposeDrafts({ folder }) {
      await loaded();
      const organization = named(folder);
      return {
        proposals: organization === undefined ? [] : await (await later()).proposeDrafts(organization.deployed ?? organization, files),
      };
    },
    bufferChanged: ({ uri, text }) => index.bufferChanged(uri, text ?? undefined),
  };
}
