import { valueOf } from '../core/syntax/queries';
import { message } from '../core/text/message';

import { pathPart } from './nativeLayout';
import { idOf, isAccount, nameOf, refsIn } from './orgFormationTemplate';
import type { OrgRef, OrgResource, OrgTemplate } from './orgFormationTemplate';

/** Deeper than AWS allows by far, and no deeper than a manifest can be read. */
const deepest = 20;

/** Which OU lies where. */
export interface Places {
  /** The OU that an OU or account lies in, by logical name. */
  readonly parents: ReadonlyMap<string, OrgResource>;
  /** The OU of an account that the template only names by its id. */
  readonly byId: ReadonlyMap<string, OrgResource>;
  /** Path from the root; undefined where there is no way. */
  pathOf(unit: OrgResource): string | undefined;
}

export function readPlaces(template: OrgTemplate): Places {
  const parents = new Map<string, OrgResource>();
  const byId = new Map<string, OrgResource>();
  const place = (unit: OrgResource, field: 'Accounts' | 'OrganizationalUnits', fits: (child: OrgResource) => boolean): void => {
    for (const ref of refsIn(valueOf(unit.properties, field))) {
      const child = targetOf(template, ref, fits, field);
      if (child === undefined) {
        if (field === 'Accounts' && ref.kind === 'id' && /^\d{12}$/.test(ref.text)) byId.set(ref.text, unit);
        continue;
      }
      const other = parents.get(child.logicalName);
      if (other === undefined) parents.set(child.logicalName, unit);
      else {
        const text = message('`{0}` lies in `{1}` already', child.logicalName, other.logicalName);
        template.report(ref.node, 'two-parents', 'error', text);
      }
    }
  };
  for (const unit of template.resources) {
    if (unit.type !== 'OrganizationalUnit') continue;
    place(unit, 'OrganizationalUnits', ({ type }) => type === 'OrganizationalUnit');
    place(unit, 'Accounts', isAccount);
  }
  for (const unit of template.resources) {
    if (unit.type !== 'OrganizationalUnit' || pathOf(parents, unit) !== undefined) continue;
    const text = message('there is no way from the root to `{0}`', unit.logicalName);
    template.report(unit.key, 'organizational-unit-cycle', 'error', text);
  }
  return { parents, byId, pathOf: (unit) => pathOf(parents, unit) };
}

/** What a reference names. An account may be named by its id as well. */
function targetOf(
  template: OrgTemplate,
  ref: OrgRef,
  fits: (resource: OrgResource) => boolean,
  field: 'Accounts' | 'OrganizationalUnits',
): OrgResource | undefined {
  if (ref.kind === 'id') return template.resources.find((resource) => fits(resource) && idOf(resource) === ref.text);
  if (ref.kind === 'unknown') {
    template.report(ref.node, 'unknown-reference', 'warning', message('what stands here is not known before org-formation runs'));
    return undefined;
  }
  const resource = template.find(ref);
  if (resource === undefined || fits(resource)) return resource;
  template.report(ref.node, 'wrong-type', 'error', message('`{0}` does not belong in `{1}`', ref.text, field));
  return undefined;
}

function pathOf(parents: ReadonlyMap<string, OrgResource>, unit: OrgResource): string | undefined {
  const parts: string[] = [];
  const seen = new Set<OrgResource>();
  for (let at: OrgResource | undefined = unit; at !== undefined; at = parents.get(at.logicalName)) {
    // A circle is no way.
    if (seen.has(at) || parts.length >= deepest) return undefined;
    seen.add(at);
    parts.unshift(pathPart(nameOf(at)));
  }
  return `/${parts.join('/')}`;
}
