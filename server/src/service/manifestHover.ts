import type { Hover } from 'vscode-languageserver-types';

import { nodeAt } from '../core/syntax/queries';
import { message } from '../core/text/message';
import type { Message } from '../core/text/message';

import { toRange } from './convert';
import type { OpenDocument } from './documentStore';
import { glossary } from './glossary';
import { paragraphs } from './markdown';
import type { ServiceContext } from './serviceContext';
import { pathOf } from './uris';

/** What a name in the files of an organization stands for: AWS has three roots, and old texts call two of them alike. */
export function provideManifestHover(document: OpenDocument, offset: number, { translate }: ServiceContext): Hover | undefined {
  const isAccounts = /\/accounts(?:\/[^/]+)?\.jsonc?$/.test(pathOf(document.uri));
  if (document.kind !== 'manifest' && !isAccounts) return undefined;
  const { path, keyOf, node } = nodeAt(document.syntax.root, offset);
  const found = isAccounts ? ofAccount(path.at(-1)) : ofManifest(path.join('.'));
  const span = keyOf?.key ?? node;
  if (found === undefined || span?.kind !== 'string') return undefined;
  const { terms, source } = found;
  const value = paragraphs([...terms.map(translate), `[${translate(message('AWS documentation'))}](${source})`]);
  return { contents: { kind: 'markdown', value }, range: toRange(document, span) };
}

interface Entry {
  readonly terms: readonly Message[];
  readonly source: string;
}

const concepts = 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_getting-started_concepts.html';

function ofManifest(path: string): Entry | undefined {
  switch (path) {
    case 'organization.managementAccount':
      return { terms: [glossary.managementAccount(), glossary.notTheRootUser()], source: concepts };
    case 'root':
      return { terms: [glossary.organizationRoot(), glossary.notTheRootUser()], source: concepts };
    case 'organization.featureSet':
      return { terms: [glossary.featureSet()], source: concepts };
    case 'root.policyTypes':
      return {
        terms: [glossary.policyTypes()],
        source: 'https://docs.aws.amazon.com/organizations/latest/userguide/enable-policy-type.html',
      };
    default:
      return undefined;
  }
}

function ofAccount(name: string | number | undefined): Entry | undefined {
  if (name !== 'joined') return undefined;
  return {
    terms: [glossary.joined(), glossary.leaving()],
    source: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_remove.html',
  };
}
