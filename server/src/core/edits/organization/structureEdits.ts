import type { TextChange } from '../../checks/check';
import { unitOf } from '../../organization/entityOf';
import { accountFilePaths } from '../../organization/organizationFiles';
import { valueOf } from '../../syntax/queries';
import type { ObjectNode } from '../../syntax/nodes';
import { message } from '../../text/message';

import { isSound } from '../document';
import { inlineJson, insertItem, removeItem, setMember } from '../jsonEdits';

import { accountsBelow, isPlan, nameOf, notReadable, refused, targetOf } from './editTargets';
import { accountPlace, listAround, pathBelow, parentOf, unitPlace } from './organizationDocuments';
import type { EditedOrganization, Place } from './organizationDocuments';
import type { EditPlan, FileChange, OrganizationEdit } from './organizationEdit';

type EditOf<Kind extends OrganizationEdit['kind']> = Extract<OrganizationEdit, { readonly kind: Kind }>;

/** <https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateOrganizationalUnit.html> */
export function planCreateUnit(edited: EditedOrganization, { parent, name }: EditOf<'createOrganizationalUnit'>): EditPlan {
  const target = targetOf(edited, parent);
  if (isPlan(target)) return target;
  const taken = nameTaken(edited, parent, name);
  if (taken !== undefined) return taken;
  const change = addUnit(target.place, inlineJson({ name }));
  return change === undefined
    ? refused(notReadable(edited))
    : { kind: 'plan', title: message('Create {0}', pathBelow(parent, name)), changes: [change], notes: [], accounts: [] };
}

/** AWS gives an OU another name and leaves its id; here the paths of the accounts below it change with it. */
export function planRenameUnit(edited: EditedOrganization, { target, name }: EditOf<'renameOrganizationalUnit'>): EditPlan {
  const found = targetOf(edited, target);
  if (isPlan(found)) return found;
  if (found.entity.kind !== 'organizationalUnit') return refused(message('only organizational units are renamed here'));
  const taken = nameTaken(edited, parentOf(target), name);
  if (taken !== undefined) return taken;
  const { file, document, node } = found.place;
  const renamed = { file, newText: undefined, edits: setMember(document, node, 'name', JSON.stringify(name)) };
  const after = pathBelow(parentOf(target), name);
  const moved = moveAccountPaths(edited, target, after);
  if (moved === undefined) return refused(notReadable(edited));
  const accounts = accountsBelow(edited.organization, target).map(({ id }) => id);
  return { kind: 'plan', title: message('Rename {0} to {1}', target, name), changes: [renamed, ...moved], notes: [], accounts };
}

/** <https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeleteOrganizationalUnit.html> */
export function planDeleteUnit(edited: EditedOrganization, { target }: EditOf<'deleteOrganizationalUnit'>): EditPlan {
  const unit = unitOf(edited.organization, target);
  if (unit === undefined) return refused(message('the organization has no `{0}`', target));
  const inside = accountsBelow(edited.organization, target).length;
  if (inside > 0 || unit.organizationalUnits.length > 0) {
    return refused(
      message(
        'AWS deletes only an empty organizational unit; {0} holds {1} accounts and {2} units',
        target,
        inside,
        unit.organizationalUnits.length,
      ),
    );
  }
  const list = listAround(edited, target);
  const node = unitPlace(edited, target)?.node;
  const item = list?.node.items.find((candidate) => candidate.start === node?.start);
  if (list === undefined || item === undefined) return refused(notReadable(edited));
  const change = { file: list.file, newText: undefined, edits: removeItem(list.document, list.node, item) };
  return { kind: 'plan', title: message('Delete {0}', target), changes: [change], notes: [], accounts: [] };
}

/** AWS has no such call; in files it can be done, and says so. */
export function planMoveUnit(edited: EditedOrganization, { target, parent }: EditOf<'moveOrganizationalUnit'>): EditPlan {
  const unit = unitOf(edited.organization, target);
  const destination = targetOf(edited, parent);
  if (unit === undefined) return refused(message('the organization has no `{0}`', target));
  if (isPlan(destination)) return destination;
  if (parentOf(target) === parent) return refused(message('{0} lies there already', target));
  if (parent === target || parent.startsWith(`${target}/`)) return refused(message('an organizational unit cannot lie in itself'));
  const taken = nameTaken(edited, parent, unit.name);
  if (taken !== undefined) return taken;
  const list = listAround(edited, target);
  const node = unitPlace(edited, target)?.node;
  const item = list?.node.items.find((candidate) => candidate.start === node?.start);
  const moved = moveAccountPaths(edited, target, pathBelow(parent, unit.name));
  if (list === undefined || item === undefined || moved === undefined) return refused(notReadable(edited));
  const added = addUnit(destination.place, list.document.text.slice(item.start, item.end));
  if (added === undefined) return refused(notReadable(edited));
  const edits = [...removeItem(list.document, list.node, item), ...added.edits];
  return {
    kind: 'plan',
    title: message('Move {0} to {1}', target, nameOf(destination)),
    changes: [{ file: list.file, newText: undefined, edits }, ...moved],
    notes: [message('AWS cannot move an organizational unit: a new one is created there, with another id, and the accounts move into it')],
    accounts: accountsBelow(edited.organization, target).map(({ id }) => id),
  };
}

/** <https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html> */
export function planCreateAccount(edited: EditedOrganization, edit: EditOf<'createAccount'>): EditPlan {
  const { organization } = edited;
  const target = targetOf(edited, edit.parent);
  if (isPlan(target)) return target;
  if (edit.name.trim() === '') return refused(message('an account has a name'));
  const sameEmail = organization.accounts.find(({ email }) => email !== undefined && email.toLowerCase() === edit.email.toLowerCase());
  if (edit.email !== '' && sameEmail !== undefined) return refused(message('`{0}` has the same email address', sameEmail.name));
  if (edit.id !== '' && !/^\d{12}$/.test(edit.id)) return refused(message('an account id has 12 digits; `{0}` has not', edit.id));
  if (organization.accounts.some(({ id, name }) => id === edit.id || (edit.id === '' && name === edit.name))) {
    return refused(message('account `{0}` is there twice', edit.id === '' ? edit.name : edit.id));
  }
  const entry = inlineJson({
    name: edit.name,
    id: edit.id === '' ? undefined : edit.id,
    email: edit.email === '' ? undefined : edit.email,
    ou: edit.parent,
    joined: 'CREATED',
  });
  const change = addAccount(edited, entry);
  const notes = edit.id === '' ? [message('AWS gives the account its id; until then a made-up one stands for it')] : [];
  if (change === undefined) return refused(notReadable(edited));
  return {
    kind: 'plan',
    title: message('Create account {0} in {1}', edit.name, nameOf(target)),
    changes: [change],
    notes,
    accounts: [edit.id],
  };
}

/** <https://docs.aws.amazon.com/organizations/latest/APIReference/API_MoveAccount.html> */
export function planMoveAccounts(edited: EditedOrganization, { targets, parent }: EditOf<'moveAccounts'>): EditPlan {
  const destination = targetOf(edited, parent);
  if (isPlan(destination)) return destination;
  if (destination.entity.kind === 'account') return refused(message('an account lies in the root or in an organizational unit'));
  const accounts = edited.organization.accounts.filter(({ id, ou }) => targets.includes(id) && ou !== parent);
  const [first] = accounts;
  if (first === undefined) return refused(message('{0} lies there already', targets.join(', ')));
  const places = accounts.map((account) => accountPlace(edited, account));
  const changes = byFile(places.map((place) => setOu(place, parent)));
  if (changes === undefined) return refused(notReadable(edited));
  const to = nameOf(destination);
  const title =
    accounts.length === 1 ? message('Move {0} to {1}', first.name, to) : message('Move {0} accounts to {1}', accounts.length, to);
  return { kind: 'plan', title, changes, notes: [], accounts: accounts.map(({ id }) => id) };
}

function nameTaken({ organization }: EditedOrganization, parent: string, name: string): EditPlan | undefined {
  if (name.trim() === '') return refused(message('an organizational unit has a name'));
  return unitOf(organization, pathBelow(parent, name)) === undefined
    ? undefined
    : refused(message('{0} is there already', pathBelow(parent, name)));
}

/** The text of an OU, put into the list of another one or the root. */
function addUnit({ file, document, node }: Place<ObjectNode>, text: string): FileChange | undefined {
  const list = valueOf(node, 'ous');
  if (list === undefined) return { file, newText: undefined, edits: setMember(document, node, 'ous', `[${text}]`) };
  if (list.kind !== 'array' || !isSound(document, list)) return undefined;
  return { file, newText: undefined, edits: insertItem(document, list, text) };
}

/** One list of accounts grows; without any there is a new one. */
function addAccount(edited: EditedOrganization, entry: string): FileChange | undefined {
  const file = accountFilePaths([...edited.files.list()].sort()).at(-1);
  if (file === undefined) return { file: 'accounts.jsonc', newText: `[\n  ${entry}\n]\n`, edits: [] };
  const document = edited.open(file);
  const list = document?.syntax.root;
  if (document === undefined || list?.kind !== 'array' || !isSound(document, list)) return undefined;
  return { file, newText: undefined, edits: insertItem(document, list, entry) };
}

/** The accounts in and below an OU say its new path. */
function moveAccountPaths(edited: EditedOrganization, before: string, after: string): readonly FileChange[] | undefined {
  const accounts = accountsBelow(edited.organization, before);
  return byFile(accounts.map((account) => setOu(accountPlace(edited, account), after + account.ou.slice(before.length))));
}

function setOu(place: Place<ObjectNode> | undefined, ou: string): FileChange | undefined {
  if (place === undefined) return undefined;
  const { file, document, node } = place;
  return { file, newText: undefined, edits: setMember(document, node, 'ou', JSON.stringify(ou)) };
}

/** One change a file; undefined where one of them could not be made. */
export function byFile(changes: readonly (FileChange | undefined)[]): readonly FileChange[] | undefined {
  const files = new Map<string, TextChange[]>();
  for (const change of changes) {
    if (change === undefined) return undefined;
    const known = files.get(change.file);
    if (known === undefined) files.set(change.file, [...change.edits]);
    else known.push(...change.edits);
  }
  return [...files].map(([file, edits]) => ({ file, newText: undefined, edits }));
}
