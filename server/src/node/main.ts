import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';

import { startNodeServer } from './startNodeServer';

// The transport (IPC, stdio, a pipe) stands in the arguments that the client starts this process with.
startNodeServer(createConnection(ProposedFeatures.all));
