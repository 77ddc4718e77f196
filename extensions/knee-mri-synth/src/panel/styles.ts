import css from './panel.css';

let adopted = false;

/**
 * Adds the panel's style sheet to the page, once. A constructed sheet needs no exception in the content
 * security policy, as a style element would.
 */
export function adoptStyles(): void {
  if (adopted) {
    return;
  }
  adopted = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
