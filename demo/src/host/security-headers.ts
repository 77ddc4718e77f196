import { createHash } from 'node:crypto';

/**
 * Headers of every response. With `isolated` the page is cross-origin isolated, which gives it shared
 * memory and with it several WASM threads.
 */
export const isolationHeaders = (isolated: boolean): Record<string, string> => ({
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  ...(isolated && {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
  }),
});

/** CSP sources for the inline scripts of a page, e.g. "'sha256-...'". */
export const inlineScriptHashes = (html: string): string[] =>
  [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`
  );

/**
 * The strictest content security policy under which the stock viewer and the plugin run. Nothing is
 * loaded from, or sent to, another origin. `blob:` workers and 'unsafe-inline' styles are the viewer's.
 */
export const contentSecurityPolicy = (scriptHashes: string[]): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval' blob: ${scriptHashes.join(' ')}`.trim(),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self' data: blob:",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
