// What somebody does in VS Code, by mouse and keyboard: open, type, hover, click. The only caller of selectors.
import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installExtension, onlyLocal, startBrowser, startServer } from '../host/vscodeServer.mjs';

const patience = 20_000;

/**
 * Starts VS Code with the packed extension installed the way a user would, and opens a copy of a folder in it.
 * `files` are written into the copy. `language` is VS Code's own display language, which titles of commands and views follow.
 */
export async function openWorkbench({
  vsix,
  folder,
  files = {},
  settings = {},
  language = 'en',
  viewport = { width: 1280, height: 800 },
  log = () => {},
}) {
  if (!existsSync(vsix)) throw new Error(`${vsix} is missing: npm run package makes it`);
  const extensionsFolder = mkdtempSync(path.join(tmpdir(), 'gatehouse-extensions-'));
  const workspace = path.join(realpathSync(mkdtempSync(path.join(tmpdir(), 'gatehouse-ui-'))), path.basename(folder));
  cpSync(folder, workspace, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(workspace, name), text);
  const remove = () => [extensionsFolder, path.dirname(workspace)].forEach((name) => rmSync(name, { recursive: true, force: true }));
  let server;
  let browser;
  try {
    installExtension(vsix, extensionsFolder);
    server = await startServer({ extensionsFolder, settings: { 'editor.hover.delay': 100, ...settings }, log });
    browser = await startBrowser();
    const context = await browser.newContext({ viewport, deviceScaleFactor: 1, locale: language });
    // Without a language pack only the extensions' own texts can follow; that is what is shown.
    if (language !== 'en') await context.addInitScript((name) => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: name }), language);
    await onlyLocal(context, log);
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    await page.goto(server.url({ folder: workspace }));
    await page.waitForSelector('.monaco-workbench .explorer-folders-view .monaco-list-row', { timeout: 60_000 });
    return {
      ...workbench(page),
      page,
      workspace,
      async close() {
        await browser.close();
        await server.stop();
        remove();
      },
    };
  } catch (error) {
    await browser?.close();
    await server?.stop();
    remove();
    throw error;
  }
}

/** The gestures, on a page that shows VS Code. */
function workbench(page) {
  const editor = page.locator('.editor-group-container.active .monaco-editor').first();
  const simulator = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  const quickInput = page.locator('.quick-input-widget .quick-input-box input').first();
  const quickRow = (text) => page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();

  /** The text as the editor draws it: spaces there are no-break spaces. */
  const line = (text) => editor.locator('.view-line', { hasText: text }).first();

  /** A row of the open view by what is drawn on it; screen readers hear a whole sentence instead. */
  const treeItem = (text) => page.locator('.sidebar').getByRole('treeitem').filter({ hasText: text }).first();

  const runCommand = async (title) => {
    await page.keyboard.press('F1');
    await quickInput.fill(`>${title}`);
    await quickRow(title.replace(/^[^:]*: /, '')).click();
    // A command that asks something takes the place of the one that was asked for it.
    await page
      .locator('.quick-input-widget .quick-input-box input[placeholder^="Type the name of a command"]')
      .waitFor({ state: 'hidden' });
  };

  /** Types into the quick pick that asks, and takes its first row. */
  const answer = async (text) => {
    await quickInput.fill(text);
    await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: text }).first().waitFor();
    await page.keyboard.press('Enter');
  };

  return {
    editor,
    simulator,
    line,
    lens: (text) => editor.locator('.codelens-decoration a, .codelens-decoration span', { hasText: text }).first(),
    lenses: () => editor.locator('.codelens-decoration').allInnerTexts(),
    squiggles: () => editor.locator('.squiggly-error, .squiggly-warning'),
    treeItem,

    async openFile(name) {
      await page.keyboard.press('Control+P');
      await quickInput.fill(name);
      await quickRow(path.basename(name)).click();
      await page
        .locator('.tab.active', { hasText: path.basename(name) })
        .first()
        .waitFor();
      await editor.locator('.view-line').first().waitFor();
    },
    runCommand,
    answer,
    /** Puts the cursor behind a text, as the find widget would. */
    async cursorBehind(text) {
      await page.keyboard.press('Control+F');
      await page.locator('.find-widget.visible textarea').first().fill(text);
      await page.locator('.find-widget.visible .matchesCount', { hasText: /1 of/ }).first().waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('ArrowRight');
    },
    /** Opens the quick fixes until one of that text has the keyboard: lenses that come meanwhile move the text and close the menu. */
    async quickFixMenu(text) {
      const row = page.locator('.action-widget .monaco-list-row.action.focused', { hasText: text }).first();
      for (let attempt = 0; attempt < 5 && !(await row.isVisible()); attempt += 1) {
        await page.keyboard.press('Control+.');
        await row.waitFor({ timeout: 4000 }).catch(() => undefined);
      }
      await row.waitFor();
    },
    /** Rests the mouse on a text until something is said about it; lenses that come meanwhile move the text, so it is looked for again. */
    async hover(text) {
      const hover = page.locator('.monaco-hover:not(.hidden)').first();
      const said = hover.locator('.hover-contents').first();
      await line(text).waitFor();
      for (let attempt = 0; attempt < 5 && !(await said.isVisible()); attempt += 1) {
        const place = await line(text).evaluate(placeOfText, text);
        await page.mouse.move(place.x, place.y, { steps: 3 });
        await said.waitFor({ timeout: 3000 }).catch(() => page.mouse.move(5, 5));
      }
      await said.waitFor();
      return hover.innerText();
    },
    suggestion: (text) => page.locator('.suggest-widget.visible .monaco-list-row', { hasText: text }).first(),
    async showOrganizations(title = 'Gatehouse') {
      await page.locator('.activitybar').getByRole('tab', { name: title }).first().click();
    },
    /** The lens that asks is the one with the ellipsis, in every language. */
    lensToAsk: () => editor.locator('.codelens-decoration a', { hasText: '…' }).first(),
    /** Asks by the lens whether a request would be allowed; who asks is a question only where the organization knows principals. */
    async askByLens(action, resource) {
      const title = (step) => page.locator('.quick-input-widget .quick-input-title', { hasText: `(${step}/` });
      await editor.locator('.codelens-decoration a', { hasText: '…' }).first().click();
      await title(1).waitFor();
      const questions = /\(1\/(\d)\)/.exec(await title(1).innerText())?.[1];
      await answer(action);
      await title(2).waitFor();
      await answer(resource);
      if (questions === '2') return;
      await title(3).waitFor();
      await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
      await page.keyboard.press('Enter');
    },
    /** Chooses from the menu of a row, until what it leads to is there: a tree that is refreshed meanwhile takes the menu away. */
    async menuItem(name, title, result) {
      const item = page.getByRole('menuitem', { name: title }).first();
      for (let attempt = 0; attempt < 5 && !(await result.isVisible()); attempt += 1) {
        if (!(await item.isVisible())) await treeItem(name).click({ button: 'right' });
        await item.hover({ timeout: 3000 }).catch(() => undefined);
        await page.waitForTimeout(200);
        await item.click({ timeout: 3000 }).catch(() => undefined);
        await result.waitFor({ timeout: 3000 }).catch(() => page.keyboard.press('Escape'));
      }
      await result.waitFor();
    },
    /** Opens a row of the tree, or closes it. */
    async expand(name, open = true) {
      const row = treeItem(name);
      await row.waitFor();
      if ((await row.getAttribute('aria-expanded')) !== String(!open)) return;
      await row.locator('.monaco-tl-twistie').click();
      await page.waitForFunction(
        ([element, expanded]) => element.getAttribute('aria-expanded') === expanded,
        [await row.elementHandle(), String(open)],
      );
    },
    /** Closes the active editor and forgets what was typed into it. */
    closeEditor: () => runCommand('View: Revert and Close Editor'),
    toggleSideBar: () => runCommand('View: Toggle Primary Side Bar Visibility'),
    async openSimulator() {
      await runCommand('Gatehouse: Open the Simulator');
      await simulator.locator('input#principal').waitFor();
    },
    /** Fills the simulator's form and asks; the fields keep their names in every language. */
    async ask(fields) {
      for (const [field, value] of Object.entries(fields)) await simulator.locator(`input#${field}`).fill(value);
      await simulator.locator('input#resource').press('Escape');
      await simulator.locator('button[type=submit]').click();
    },
    /** Waits for the answer to the fields asked last. */
    async readDecision() {
      const card = simulator.locator('main:not(:has([aria-busy=true])) .card');
      await card.waitFor();
      const decision = (await card.getAttribute('class'))?.replace('card ', '');
      return { decision, headline: await card.locator('.headline').innerText() };
    },
  };
}

/** In the page: the middle of a text in a line; it may run over several tokens, and spaces are drawn as no-break spaces. */
function placeOfText(line, text) {
  const nodes = [];
  const walker = line.ownerDocument.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const middle =
    nodes
      .map(({ data }) => data)
      .join('')
      .replaceAll('\u00a0', ' ')
      .indexOf(text) + Math.floor(text.length / 2);
  let before = 0;
  for (const node of nodes) {
    if (middle < before + node.data.length) {
      const range = line.ownerDocument.createRange();
      range.setStart(node, middle - before);
      range.setEnd(node, middle - before + 1);
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    }
    before += node.data.length;
  }
  throw new Error(`${text} is not drawn`);
}
