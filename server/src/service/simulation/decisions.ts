import type { GenerateTestsResult } from '../../protocol/requests';

import { createLiveDecisions } from '../decisions/liveDecisions';
import type { LiveDecisions } from '../decisions/live';
import { createLivePolicies } from '../decisions/livePolicies';
import { createTestExplorer } from '../decisions/testExplorer';
import type { TestExplorer } from '../decisions/testExplorer';
import type { DocumentStore, OpenDocument } from '../documentStore';
import type { OrganizationIndex } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';
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
}

export interface DecisionSources {
  readonly index: OrganizationIndex;
  readonly documents: DocumentStore;
  readonly files: WorkspaceFiles;
  readonly pause: () => Promise<void>;
  readonly onSettled: () => void;
}

export function createDecisions(sources: DecisionSources): Decisions {
  const policies = createLivePolicies(sources.documents);
  const live = createLiveDecisions({ ...sources, policies });
  return {
    simulation: createSimulation({ ...sources, policies, groundOf: live.groundOf }),
    live,
    tests: createTestExplorer({ ...sources, live }),
    propose: (document, isTaken, context) => proposeTests(document, { ...sources, policies, isTaken }, context),
  };
}
