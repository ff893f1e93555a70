import type { GenerateTestsResult } from '../../protocol/requests';

import { createLiveDecisions } from '../decisions/liveDecisions';
import type { LiveDecisions } from '../decisions/live';
import { createLivePolicies } from '../decisions/livePolicies';
import { createTestExplorer } from '../decisions/testExplorer';
import type { TestExplorer } from '../decisions/testExplorer';
import type { DocumentStore, OpenDocument } from '../documentStore';
import type { OrganizationIndex } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';
import type { RememberedRequest } from '../../protocol/requests';
import { createDecisionWhatIf } from '../whatIf/whatIf';
import type { DecisionWhatIf, ReadRevision } from '../whatIf/whatIf';
import type { Workspace } from '../workspace';
import type { WorkspaceFiles } from '../workspaceFiles';

import { proposeTests } from './proposeTests';
import type { ProposalSources } from './proposeTests';
import { createSimulation } from './simulation';
import type { Simulation } from './simulation';

/** Everything that decides, loaded when something is to be decided. */
export interface Decisions {
  readonly simulation: Simulation;
  readonly live: LiveDecisions;
  readonly tests: TestExplorer;
  /** Tests that say what a policy decides today. */
  propose(document: OpenDocument, isTaken: ProposalSources['isTaken'], context: ServiceContext): Promise<GenerateTestsResult>;
  readonly whatIf: DecisionWhatIf;
}

export interface DecisionSources {
  readonly index: OrganizationIndex;
  readonly documents: DocumentStore;
  readonly files: WorkspaceFiles;
  readonly pause: () => Promise<void>;
  readonly onSettled: () => void;
  readonly workspace: Workspace;
  /** By policy. */
  readonly remembered: () => ReadonlyMap<string, readonly RememberedRequest[]>;
  /** Milliseconds since some moment. */
  readonly now: () => number;
  readonly readRevision: ReadRevision | undefined;
}

/** Longer than this nobody should wait for a difference to be shown: in milliseconds. */
const comparisonBudget = 3000;

export function createDecisions(sources: DecisionSources): Decisions {
  const policies = createLivePolicies(sources.documents);
  const live = createLiveDecisions({ ...sources, policies });
  return {
    simulation: createSimulation({ ...sources, policies, groundOf: live.groundOf }),
    live,
    tests: createTestExplorer({ ...sources, live }),
    propose: (document, isTaken, context) => proposeTests(document, { ...sources, policies, isTaken }, context),
    whatIf: createDecisionWhatIf({ ...sources, policies, patience: { now: sources.now, pause: sources.pause, budget: comparisonBudget } }),
  };
}
