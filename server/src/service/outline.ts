import { outlineOf } from '../core/organization/outline';
import type { OutlineEntry, OutlineText } from '../core/organization/outline';
import type { Origin } from '../core/organization/organization';
import type { Translate } from '../core/text/message';
import type { Location, OutlineNode } from '../protocol/requests';

import { locate } from './convert';
import type { LoadedOrganization, OrganizationIndex } from './organizationIndex';
import type { ServiceContext } from './serviceContext';

/** The organizations of the workspace as trees, in the user's language. Ids are prefixed by their folder where there are several. */
export function provideOutline(index: OrganizationIndex, { translate }: ServiceContext): readonly OutlineNode[] {
  const loaded = index.organizations();
  return loaded.flatMap((organization) => {
    const prefix = loaded.length === 1 ? '' : `${organization.folder}#`;
    return outlineOf(organization).map((entry) => toNode(entry, organization, prefix, translate));
  });
}

function toNode(entry: OutlineEntry, loaded: LoadedOrganization, prefix: string, translate: Translate): OutlineNode {
  const words = (text: OutlineText): string => (typeof text === 'string' ? text : translate(text));
  return {
    id: prefix + entry.id,
    kind: entry.kind,
    label: words(entry.label),
    description: words(entry.description),
    tooltip: words(entry.tooltip),
    accessibleLabel: words(entry.accessibleLabel),
    badges: entry.badges,
    location: locationOf(entry.origin, loaded),
    ...(entry.principal === undefined ? {} : { principal: entry.principal }),
    children: entry.children.map((child) => toNode(child, loaded, prefix, translate)),
  };
}

function locationOf(origin: Origin | undefined, loaded: LoadedOrganization): Location | null {
  return origin === undefined ? null : locate(loaded.uriOf(origin.file), loaded.textOf(origin.file) ?? '', origin.span);
}
