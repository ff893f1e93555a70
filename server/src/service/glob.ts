/** A test for paths (`/` as separator) by a glob of VS Code's kind: `*`, `**`, `?`, `{a,b}`. A glob without a slash matches the file's name. */
export function createGlobTest(glob: string): (path: string) => boolean {
  const anchored = glob.includes('/') ? glob.replace(/^\.?\//, '') : `**/${glob}`;
  const expression = compile(anchored);
  return (path) => expression.test(path.replace(/^\//, ''));
}

function compile(glob: string): RegExp {
  let source = '';
  let depth = 0;
  for (let index = 0; index < glob.length; index++) {
    const character = glob.charAt(index);
    if (glob.startsWith('**/', index)) {
      source += '(?:[^/]*/)*';
      index += 2;
    } else if (glob.startsWith('**', index)) {
      source += '.*';
      index += 1;
    } else if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else if (character === '{') {
      source += '(?:';
      depth++;
    } else if (character === '}' && depth > 0) {
      source += ')';
      depth--;
    } else if (character === ',' && depth > 0) source += '|';
    else source += character.replace(/[\\^$+.()|[\]{}]/g, '\\$&');
  }
  try {
    return new RegExp(`^(?:.*/)?${source}${')'.repeat(depth)}$`, 's');
  } catch {
    return /^\b$/;
  }
}
