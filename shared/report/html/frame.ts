import { type Html, html, trusted } from './html.ts';
import { STYLE } from './style.ts';

/** Hashes a text with SHA-256 and writes it in Base64, as a Content-Security-Policy names inline style and script. */
export type Hash = (text: string) => string;

/** What a page is made of. */
export type Page = {
  readonly title: string;
  /** What it is about, below the title. */
  readonly lead: Html;
  readonly main: Html;
  readonly foot: Html;
  /** The page's own script; null where it needs none. */
  readonly script: string | null;
};

/**
 * One self-contained page. It loads nothing, sends nothing, and runs nothing but its own style and script, whatever is written in it
 * (W3C, Content Security Policy Level 3).
 */
export function pageOf({ title, lead, main, foot, script }: Page, hash: Hash): string {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${hash(STYLE)}'`,
    `script-src ${script === null ? "'none'" : `'sha256-${hash(script)}'`}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">To the content</a>
<header><h1>${title}</h1>${lead}</header>
<main id="main" tabindex="-1">
${main}
</main>
<footer>${foot}</footer>
${script === null ? null : html`<script>${trusted(script)}</script>`}
</body>
</html>
`;
  return page.markup;
}
