// Takes the pictures of docs/images in a real VS Code: each scene in English and Korean, dark and light.
//   node scripts/shots.mjs [WORD…]     only pictures whose name has one of the words; gatehouse.vsix must be there
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureChromium, ensureHost, hosts } from '../test/host/prerequisites.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const images = path.join(root, 'docs/images');
const words = process.argv.slice(2);
ensureChromium();
ensureHost(hosts.latest);
const { openWorkbench } = await import('../test/ui/workbench.mjs');

const themes = { dark: 'Default Dark Modern', light: 'Default Light Modern' };
const files = {
  'upload.json': `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Upload",
      "Effect": "Allow",
      "Action": ["s3:PutObject", "s3:PutObjectTagging"],
      "Resource": "arn:aws:s3:::media/*",
      "Condition": { "StringEquals": { "s3:": "" } }
    }
  ]
}
`,
};
files['reach.json'] = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "OwnFolder",
      "Effect": "Allow",
      "Action": ["s3:GetObject*", "iam:Attach*"],
      "Resource": ["arn:aws:s3:::home/\${aws:username}/*", "arn:aws:iam::210987654321:role/data-lead"],
      "Condition": {
        "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*" },
        "Bool": { "aws:MultiFactorAuthPresent": "true" }
      }
    },
    { "Effect": "Deny", "NotAction": "sts:*", "Resource": "*" }
  ]
}
`;
/** The editor comes last: it leaves unsaved text behind. */
const scenes = { organizations, whatif, simulator, completion, hover, tests, live, editor };

mkdirSync(images, { recursive: true });
for (const language of ['en', 'ko']) {
  for (const [theme, colorTheme] of Object.entries(themes)) {
    const chosen = Object.entries(scenes).filter(([scene]) => words.every((word) => `${scene}-${theme}-${language}`.includes(word)));
    if (chosen.length > 0) await shoot(language, theme, colorTheme, chosen);
  }
}

async function shoot(language, theme, colorTheme, chosen) {
  const settings = {
    'workbench.colorTheme': colorTheme,
    'editor.minimap.enabled': false,
    'editor.fontSize': 13,
    'window.commandCenter': false,
    'window.title': '${activeEditorShort}${separator}${rootName}',
  };
  const code = await openWorkbench({
    vsix: path.join(root, 'gatehouse.vsix'),
    folder: path.join(root, 'samples/company'),
    files,
    settings,
    language,
  });
  try {
    for (const [scene, act] of chosen) {
      await act(code, language);
      const picture = path.join(images, `${scene}-${theme}-${language}.png`);
      await code.page.screenshot({ path: picture });
      console.log(path.relative(root, picture));
      await code.page.keyboard.press('Escape');
      await code.closeEditor();
      if (scene === 'simulator') await backFromSimulator(code);
    }
  } finally {
    await code.close();
  }
}

/** A policy of the pipeline's bot: two remembered requests decided above it, a mistyped action. */
async function editor(code) {
  const name = 'iam/pipeline/policies/s3-monitoring-bot-policy.json';
  await code.openFile(name);
  await code.askByLens('s3:GetObject', 'arn:aws:s3:::media/a.png');
  await code.askByLens('s3:PutObject', 'arn:aws:s3:::media/a.png');
  await code.cursorBehind('"s3:GetObject"');
  await code.page.keyboard.type(', "s3:GetObjectTaging"');
  await code.page.keyboard.press('Escape');
  await code.squiggles().first().waitFor();
  for (const sign of ['✓', '✗']) await code.lens(sign).waitFor();
  await code.hover('s3:GetObjectTaging');
}

/** Tests with their decisions on the line, and the way to the statement that decided. */
async function tests(code) {
  await code.openFile('tests/data-ou.iamtest.jsonc');
  await code.lens('OnlyDataServices').waitFor();
  await code.page.waitForTimeout(2500);
}

/** An action of an attached policy that the organization blocks, the tests above it, and the statements that they reach. */
async function live(code, language) {
  await code.openFile('iam/pipeline/policies/etl-policy.json');
  await code.lensToAsk().waitFor();
  await code.runCommand(language === 'ko' ? 'Gatehouse: 판정하는 문 표시' : 'Gatehouse: Show Which Statements Decide');
  await code.page.waitForTimeout(3500);
}

/** Condition keys offered for the actions of the statement. */
async function completion(code) {
  await code.openFile('upload.json');
  await code.lensToAsk().waitFor();
  await code.cursorBehind('"StringEquals": { "s3:');
  await code.page.keyboard.press('Control+Space');
  await code.suggestion('s3:').waitFor();
}

/** What a wildcard reaches, and the colours of everything that has a meaning. */
async function hover(code) {
  await code.openFile('reach.json');
  await code.lensToAsk().waitFor();
  await code.hover('iam:Attach');
  // It fades in.
  await code.page.waitForTimeout(500);
}

/** The simulator is alone and tall, so that its statements are in the picture. */
async function backFromSimulator(code) {
  await code.toggleSideBar();
  await code.page.setViewportSize({ width: 1280, height: 800 });
}

/** The sample organization, open down to the bot, beside the policy that decides. */
async function organizations(code) {
  await code.openFile('policies/scp/data-only.json');
  await code.lensToAsk().waitFor();
  await code.showOrganizations();
  await code.expand(/^Data/);
  await code.treeItem(/^pipeline/).click();
  for (const name of [/^pipeline/, /s3-monitoring-bot|Users|사용자/]) await code.expand(name);
  await code.treeItem(/^SCP/).waitFor();
  await code.openFile('policies/scp/data-only.json');
}

/** An account is dropped onto another OU: who has which policies before and after. */
async function whatif(code) {
  await code.openFile('policies/scp/data-only.json');
  await code.showOrganizations();
  await code.expand(/^Data/);
  await code.treeItem(/^analytics/).dragTo(code.treeItem(/^Engineer/));
  await code.page.locator('.editor-group-container.active .modified .view-line', { hasText: 'FullAWSAccess' }).first().waitFor();
  await code.page.mouse.move(640, 700);
  await code.page.waitForTimeout(2000);
}

/** An upload by the bot is denied, with every layer and statement. */
async function simulator(code) {
  await code.openFile('iam/pipeline/policies/s3-monitoring-bot-policy.json');
  await code.openSimulator();
  await code.toggleSideBar();
  await code.page.setViewportSize({ width: 1280, height: 1150 });
  await code.ask({ principal: 'pipeline/user/s3-monitoring-bot', action: 's3:PutObject', resource: 'arn:aws:s3:::media/a.png' });
  await code.readDecision();
  await code.page.mouse.move(640, 790);
}
