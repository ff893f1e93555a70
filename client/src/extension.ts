import { window, workspace } from 'vscode';
import type { ExtensionContext, TreeDragAndDropController } from 'vscode';

import { RememberedRequests } from './ask/rememberedRequests';
import { Server } from './client';
import type { CreateClient } from './client';
import { registerCommands } from './commands';
import { tellBuffers } from './organization/buffers';
import { provideDecorations } from './organization/decorations';
import { createDragAndDrop } from './organization/dragAndDrop';
import { EffectiveView } from './organization/effectiveView';
import type { OrganizationEntry } from './organization/organizationItem';
import { OrganizationTree } from './organization/organizationTree';
import { WhatIf } from './organization/whatIf';
import { Marks } from './marks/marks';
import { startForRelevantDocuments } from './relevantDocuments';
import { SimulatorPanel } from './simulator/simulatorPanel';
import { StatusItem } from './statusItem';
import { TestExplorerWhenNeeded } from './tests/testExplorer';
import { loadTexts } from './texts';
import { provideVirtualDocuments } from './virtualDocuments';

/** What the tests inside the extension host hold on to. */
export interface GatehouseApi {
  /** Resolves when the server answers; starts nothing. */
  whenServerReady(): Promise<void>;
  serverIsRunning(): boolean;
  /** The server's process, where it is one. */
  serverPid(): number | undefined;
  /** The rows of the Organizations view. */
  readonly organizationTree: OrganizationTree;
  /** What is effective at the selected place. */
  readonly effectiveView: EffectiveView;
  readonly whatIf: WhatIf;
  readonly tests: TestExplorerWhenNeeded;
  /** The marks beside the statements of policies. */
  readonly marks: Marks;
  /** What dropping rows and files into the Organizations view does. */
  readonly dragAndDrop: TreeDragAndDropController<OrganizationEntry>;
}

/** Builds every part of the extension and hands each to VS Code for disposal. */
export async function activateGatehouse(context: ExtensionContext, createClient: CreateClient): Promise<GatehouseApi> {
  await loadTexts(context.extensionUri);
  const output = window.createOutputChannel('Gatehouse', { log: true });
  const server = new Server(context, createClient, output);
  const remembered = new RememberedRequests(context.workspaceState, server);
  const whatIf = new WhatIf(server);
  const dragAndDrop = createDragAndDrop({ server, whatIf });
  const tree = new OrganizationTree(server, dragAndDrop);
  const effective = new EffectiveView(server, tree);
  const simulator = new SimulatorPanel(context, server);
  const status = new StatusItem(server);
  const tests = new TestExplorerWhenNeeded(server);
  const marks = new Marks(context, server);
  context.subscriptions.push(
    output,
    server,
    remembered,
    whatIf,
    tree,
    effective,
    provideDecorations(),
    tellBuffers(server),
    simulator,
    status,
    tests,
    marks,
    provideVirtualDocuments(server),
    registerCommands({ context, server, output, tree, simulator, remembered, whatIf, tests, marks }),
    workspace.onDidChangeConfiguration(async (change) => {
      if (!change.affectsConfiguration('gatehouse.language')) return;
      await loadTexts(context.extensionUri);
      tree.refresh();
      status.update();
      simulator.relabel();
    }),
    startForRelevantDocuments(server),
  );
  return {
    whenServerReady: () => server.whenReady(),
    serverIsRunning: () => server.isRunning(),
    serverPid: () => server.pid(),
    organizationTree: tree,
    effectiveView: effective,
    dragAndDrop,
    whatIf,
    tests,
    marks,
  };
}
