import type { DocumentLink } from 'vscode-languageserver-types';

import { message } from '../../core/text/message';

import { toRange } from '../convert';
import type { OpenDocument } from '../documentStore';
import { allMentions, spanOfMention } from '../navigation/mentions';
import { targetContext } from '../navigation/navigation';
import type { NavigationContext } from '../navigation/navigation';
import { targetOf } from '../navigation/targets';
import type { ServiceContext } from '../serviceContext';

import { actionStrings } from './actionStrings';

/** Beyond so many links nobody looks for one. */
const mostLinks = 2000;

/**
 * Links of a document: policies that AWS manages, files by path, and actions, whose pages are looked up when one is wanted.
 * `virtualDocuments`: the client can show documents of ours; to others AWS's page is what a managed policy leads to.
 */
export async function provideDocumentLinks(
  document: OpenDocument,
  virtualDocuments: boolean,
  context: NavigationContext,
): Promise<DocumentLink[]> {
  const role = context.facts.roleOf(document);
  if (role === undefined) return [];
  await context.files.list();
  const { root } = document.syntax;
  const targets = targetContext(context);
  const links: DocumentLink[] = [];
  for (const mention of allMentions(role, root)) {
    const { kind } = mention.meaning;
    if (kind !== 'file' && kind !== 'managedPolicy') continue;
    const target = targetOf(mention, document.uri, root, targets);
    if (target?.place === undefined) continue;
    const { uri } = target.place;
    const range = toRange(document, spanOfMention(mention));
    if (uri.startsWith('gatehouse:') && !virtualDocuments) links.push({ range, target: managedPolicyPage(target.name ?? '') });
    else links.push({ range, target: uri });
  }
  for (const { span, action } of actionStrings(root)) {
    if (links.length >= mostLinks) break;
    const known = context.catalog.action(action);
    if (known !== undefined) links.push({ range: toRange(document, span), data: { action: known.name } });
  }
  return links;
}

/** The page of a link to an action. */
export async function resolveDocumentLink(link: DocumentLink, context: ServiceContext): Promise<DocumentLink> {
  const data: unknown = link.data;
  const action: unknown = typeof data === 'object' && data !== null && 'action' in data ? data.action : undefined;
  if (typeof action !== 'string') return link;
  const target = (await context.texts()).actionLink(action);
  if (target === undefined) return link;
  return { ...link, target, tooltip: context.translate(message('Documentation of {0}', action)) };
}

/** <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html> */
function managedPolicyPage(name: string): string {
  return `https://docs.aws.amazon.com/aws-managed-policy/latest/reference/${encodeURIComponent(name)}.html`;
}
