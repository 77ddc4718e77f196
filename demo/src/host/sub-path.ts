/**
 * '/' or a path with a slash at both ends.
 * @throws RangeError if the text can't be a path of plain segments.
 */
export function normaliseBase(text: string): string {
  const segments = text.split('/').filter(segment => segment !== '');
  if (!segments.every(segment => /^[A-Za-z0-9_-]+$/.test(segment))) {
    throw new RangeError('A base is a path of letters, digits, "_" and "-", such as /ohif/.');
  }
  return segments.length === 0 ? '/' : `/${segments.join('/')}/`;
}

/**
 * A file of the stock viewer, which is built for '/', as a build with PUBLIC_URL set to `base` would have
 * it: the addresses in pages and style sheets, and webpack's public path in the bundles.
 */
export function withBase(name: string, text: string, base: string): string {
  if (base === '/') return text;
  if (name.endsWith('.html')) {
    return text
      .replace(/(href|src|content)="\/(?!\/)/g, `$1="${base}`)
      .replace(/window\.PUBLIC_URL="\/"/g, `window.PUBLIC_URL="${base}"`);
  }
  if (name.endsWith('.js')) {
    return text.replace(/__webpack_require__\.p\s*=\s*"\/"/g, `__webpack_require__.p = "${base}"`);
  }
  if (name.endsWith('.css')) return text.replace(/url\((["']?)\/(?!\/)/g, `url($1${base}`);
  return text;
}
