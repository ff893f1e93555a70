import type { CatalogTexts } from '../core/catalog/catalog';
import type { Span } from '../core/text/span';
import type { Location } from '../protocol/requests';

import { locate } from './convert';
import type { DocumentStore } from './documentStore';
import type { OrganizationIndex } from './organizationIndex';
import { managedPolicyName } from './virtualDocuments';

/** What texts are looked for in. */
export interface PlaceSources {
  readonly index: OrganizationIndex;
  readonly documents: DocumentStore;
  readonly texts: CatalogTexts;
}

/** Where a piece of a policy can be read: in an open buffer, in a file of an organization, in a policy that AWS manages. */
export function placeOf(uri: string | undefined, span: Span, { index, documents, texts }: PlaceSources): Location | null {
  if (uri === undefined) return null;
  const open = documents.get(uri);
  if (open !== undefined) return locate(open.textDocument.uri, open.text, span);
  const managed = managedPolicyName(uri);
  if (managed !== undefined) return locate(uri, texts.managedPolicyDocument(managed) ?? '', span);
  const text = index.textOf(uri);
  return text === undefined ? null : locate(uri, text, span);
}
