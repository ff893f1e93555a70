import { message } from '../text/message';

import type { Handshake } from './organization';
import { expectFields, fieldsOf, originOf, stringField, textField } from './organizationReader';
import type { OrganizationReader } from './organizationReader';

/** States and actions of the API. <https://docs.aws.amazon.com/organizations/latest/APIReference/API_Handshake.html> */
const states: ReadonlySet<string> = new Set(['REQUESTED', 'OPEN', 'ACCEPTED', 'DECLINED', 'CANCELED', 'EXPIRED']);

/** The invitations of `handshakes.jsonc`; there need be none. */
export function readHandshakes(reader: OrganizationReader): readonly Handshake[] {
  return reader.paths.filter((path) => /^handshakes\.jsonc?$/.test(path)).flatMap((file) => readFile(reader, file));
}

function readFile(reader: OrganizationReader, file: string): readonly Handshake[] {
  const root = reader.parse(file)?.root;
  if (root === undefined) return [];
  if (root.kind !== 'array') {
    reader.report(originOf(file, root), 'wrong-type', 'error', message('a list of handshakes is expected here'));
    return [];
  }
  return root.items.flatMap((item, index) => {
    const fields = fieldsOf(reader, file, item);
    if (fields === undefined) return [];
    expectFields(fields, ['id', 'action', 'state', 'party', 'requested', 'expires']);
    const state = stringField(fields, 'state');
    if (state !== undefined && !states.has(state.text)) {
      const text = message('`{0}` is no state of a handshake: {1}', state.text, [...states].join(', '));
      reader.report(originOf(file, state), 'invalid-handshake-state', 'warning', text);
    }
    return [
      {
        id: textField(fields, 'id') ?? `h-${index}`,
        action: textField(fields, 'action') ?? 'INVITE',
        state: state?.text ?? 'OPEN',
        party: textField(fields, 'party') ?? '',
        expires: textField(fields, 'expires'),
        origin: originOf(file, item),
      },
    ];
  });
}
