import { message } from '../text/message';
import type { Message } from '../text/message';

import type { AccessLevel } from './catalog';

/** An access level in words. */
export function accessLevelMessage(level: AccessLevel): Message {
  switch (level) {
    case 'list':
      return message('List');
    case 'read':
      return message('Read');
    case 'write':
      return message('Write');
    case 'tagging':
      return message('Tagging');
    case 'permissions':
      return message('Permissions management');
  }
}
