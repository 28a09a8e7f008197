/** The style of every page: system fonts, one accent, light and dark as the reader has it. Colours hold 4.5 to 1 (WCAG 2.2, 1.4.3). */
export const STYLE = `
:root { color-scheme: light dark; --page: #fff; --text: #1a1f26; --quiet: #566070; --line: #d9dee5; --field: #f6f7f9;
  --accent: #0b57d0; --good: #146c2e; --bad: #b3261e; --wait: #7a4f00; --added: #e5f4e9; --removed: #fdeceb; }
@media (prefers-color-scheme: dark) {
  :root { --page: #11151a; --text: #e4e8ed; --quiet: #9aa5b3; --line: #2c343e; --field: #191f26;
    --accent: #8ab4f8; --good: #7ddb95; --bad: #ff9d94; --wait: #efbf6b; --added: #14301d; --removed: #3b1a19; }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 72rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
h1, h2, h3, h4, h5, h6, p, ul, ol, dl, dd, pre { margin: 0; }
h1 { font-size: 1.75rem; line-height: 1.2; font-weight: 650; letter-spacing: -0.01em; }
h2 { font-size: 1.125rem; font-weight: 650; margin: 2.5rem 0 0.75rem; }
h3 { font-size: 0.875rem; font-weight: 600; color: var(--quiet); padding: 1.5rem 0 0.5rem; }
h4 { font-size: 1rem; font-weight: 600; line-height: 1.4; }
h5 { font-size: 0.9375rem; font-weight: 650; }
h6 { font-size: 0.875rem; font-weight: 600; margin: 0.75rem 0 0.25rem; }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.875em; }
h4 code { font-weight: 600; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1.5rem; top: 0.75rem; }
.quiet, .more, .nothing, .label, header p { color: var(--quiet); }
header p { margin-top: 0.5rem; }
.totals { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 1.25rem 1.5rem; padding: 1.25rem 0; margin-top: 1.5rem;
  border-block: 1px solid var(--line); }
.totals dt, .totals .quiet { font-size: 0.875rem; color: var(--quiet); }
.totals dd { font-size: 1.75rem; font-weight: 600; line-height: 1.25; }
.totals .quiet { display: block; font-weight: 400; }
.totals .is-bad { color: var(--bad); }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 0 3rem; }
table { width: 100%; border-collapse: collapse; font-size: 0.875rem; }
.brief, th { white-space: nowrap; }
th { text-align: start; font-weight: 600; color: var(--quiet); }
th, td { padding: 0.375rem 1rem 0.375rem 0; vertical-align: top; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-inline-end: 0; }
.number { text-align: end; white-space: nowrap; }
td code { font-size: 0.8125rem; }
#filters { display: grid; grid-template-columns: 2fr 1fr 1.5fr 1.5fr 1.25fr 1.25fr; gap: 0.5rem 0.75rem; }
#filters label span { display: block; font-size: 0.8125rem; color: var(--quiet); margin-bottom: 0.125rem; }
input, select, button { font: inherit; font-size: 0.9375rem; color: var(--text); background: var(--page); border: 1px solid var(--quiet); border-radius: 4px; padding: 0.375rem 0.5rem; width: 100%; min-height: 2.5rem; }
button { width: auto; padding-inline: 0.875rem; cursor: pointer; }
.shown { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center; justify-content: space-between; margin-top: 0.75rem; min-height: 2.25rem; }
.shown p { font-size: 0.875rem; color: var(--quiet); } .shown div { display: flex; flex-wrap: wrap; gap: 0.5rem; }
.shown button { font-size: 0.875rem; min-height: 2.25rem; padding-block: 0.25rem; }
.incident { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr) auto; gap: 0.125rem 1rem; padding: 1rem 0; border-top: 1px solid var(--line); }
.many .incident { content-visibility: auto; contain-intrinsic-size: auto 9rem; }
.when { color: var(--quiet); font-size: 0.875rem; line-height: 1.6; } time { white-space: nowrap; }
.state { font-size: 0.875rem; font-weight: 600; text-align: end; line-height: 1.6; }
.verdict { font-weight: 600; } .verdict.broken { color: var(--bad); } .verdict.unknown { color: var(--wait); } .verdict.healthy { color: var(--good); }
h2 .state { font-size: inherit; }
.state.open { color: var(--bad); } .state.proven, .state.over { color: var(--good); } .state.restored, .state.not-proven { color: var(--wait); }
.body { grid-column: 2 / -1; min-width: 0; }
.meta, .steps { display: flex; flex-wrap: wrap; gap: 0 1.25rem; padding: 0; list-style: none; font-size: 0.875rem; color: var(--quiet); }
.severity { font-weight: 600; } .severity.critical { color: var(--bad); }
.steps { margin: 0.375rem 0; color: var(--text); } .steps .after { font-weight: 600; }
summary { cursor: pointer; color: var(--accent); font-size: 0.875rem; padding: 0.125rem 0; width: fit-content; }
.record { margin: 0.75rem 0 0; padding: 0.75rem 0 0 1rem; border-inline-start: 2px solid var(--line); font-size: 0.875rem; }
.record h5 .quiet { font-weight: 400; } .record p { margin-top: 0.25rem; }
.plain, .proof, .diff { padding: 0; list-style: none; } .plain > li { margin-bottom: 0.375rem; } .proof { color: var(--quiet); font-size: 0.8125rem; }
.diff { border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
.diff > li { padding: 0.5rem 0.75rem; } .diff > li + li { border-top: 1px solid var(--line); }
.diff .same { color: var(--quiet); font-size: 0.8125rem; background: var(--field); }
.part { font-size: 0.8125rem; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; margin-top: 0.25rem; }
.sides:where(:has(> :first-child > .nothing)) { grid-template-columns: max-content minmax(0, 1fr); } .sides:where(:has(> :last-child > .nothing)) { grid-template-columns: minmax(0, 1fr) max-content; }
.side { min-width: 0; } .label { font-size: 0.8125rem; } .record .side p { margin: 0; }
pre { white-space: pre-wrap; font-size: 0.8125rem; line-height: 1.45; }
pre > * { display: block; unicode-bidi: isolate; text-decoration: none; padding-inline: 1.25rem 0.25rem; position: relative; min-height: 1lh; }
.plain pre { background: var(--field); border-radius: 6px; padding: 0.5rem 0.75rem; margin-top: 0.25rem; } .plain pre > * { padding: 0; }
del { background: var(--removed); } ins { background: var(--added); }
del::before, ins::before { position: absolute; left: 0.375rem; } del::before { content: "\\2212"; color: var(--bad); } ins::before { content: "+"; color: var(--good); }
.calls { margin-top: 0.5rem; } .empty { padding: 2.5rem 0; color: var(--quiet); }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 0.875rem; color: var(--quiet); }
@media (max-width: 44rem) {
  body { padding: 1.5rem 1rem 3rem; }
  .columns, .sides { grid-template-columns: minmax(0, 1fr); } #filters { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } #filters .wide, #filters .field-trail { grid-column: 1 / -1; }
  .totals { grid-template-columns: 1fr 1fr; }
  .incident { grid-template-columns: auto minmax(0, 1fr); } .incident h4, .body { grid-column: 1 / -1; }
  .state { grid-row: 1; grid-column: 2; } .steps { display: block; }
  .stack, .stack tbody, .stack tr, .stack td { display: block; } .stack thead { display: none; } .stack td { border: 0; padding: 0; text-align: start; } .stack .brief { display: inline-block; white-space: normal; margin-inline-end: 0.75rem; } .calls td:nth-last-child(-n+2) { display: inline-block; margin-inline-end: 0.75rem; } .stack tr { padding: 0.375rem 0; border-bottom: 1px solid var(--line); }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print {
  :root { color-scheme: light; --page: #fff; --text: #000; --quiet: #444; --line: #bbb; --field: #fff; --accent: #000; --good: #000; --bad: #000; --wait: #000; --added: #fff; --removed: #fff; }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  #filters, .shown div, .skip, .calls:not([open]), .evidence > summary { display: none; }
  .many .incident { content-visibility: visible; } h2, h3, h4, h5, h6, .meta, .steps { break-after: avoid; } .diff > li, tr { break-inside: avoid; }
  a { text-decoration: none; }
}
`;
