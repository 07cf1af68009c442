/* style: how a page looks, on a screen, in the dark and on paper */

CREATE FUNCTION barometre.html_style() RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN $css$
:root { color-scheme: light dark; --ink: #1c2128; --soft: #57606a; --paper: #ffffff; --tint: #f3f6f9; --line: #d5dbe1;
  --accent: #0b5cad; --second: #a84b00; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ec; --soft: #a6afb9; --paper: #14181c; --tint: #1d2329; --line: #3b434c; --accent: #76b7f2;
    --second: #f2a766; }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%;
  font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif; }
body { margin: 0 auto; max-width: 62rem; padding: 2.5rem clamp(1rem, 4vw, 2.5rem) 3rem; overflow-wrap: break-word; }
h1, h2, h3, .card strong { font-family: "Iowan Old Style", Charter, "Source Serif Pro", Georgia, "Liberation Serif", serif;
  line-height: 1.2; text-wrap: balance; }
h1 { font-size: clamp(1.8rem, 5vw, 2.6rem); margin: 0 0 .4rem; }
h2 { font-size: 1.55rem; margin: 0 0 .8rem; }
h3 { font-size: 1.15rem; margin: 1.6rem 0 .5rem; }
p { margin: 0 0 1rem; max-width: 44rem; }
header { border-bottom: 3px solid var(--accent); margin-bottom: 2rem; padding-bottom: .6rem; }
header .date { color: var(--soft); margin-bottom: .4rem; }
.lead { font-size: 1.2rem; line-height: 1.5; }
section { border-top: 1px solid var(--line); padding: 2rem 0 1rem; }
section:first-of-type { border-top: 0; padding-top: 0; }
small, figcaption, .note, footer, summary, caption { color: var(--soft); font-size: .875rem; line-height: 1.45; }
.cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 12.5rem), 1fr));
  margin: 0 0 1.5rem; }
.card { background: var(--tint); border-left: 3px solid var(--accent); padding: .9rem 1.1rem; }
.card dt { color: var(--soft); font-size: .9rem; }
.card dd { margin: 0; }
.card strong { color: var(--accent); display: block; font-size: 2.1rem; font-weight: 600; }
.card span { display: block; font-size: .9rem; line-height: 1.4; }
figure { break-inside: avoid; margin: 1rem 0 1.5rem; max-width: 33rem; }
figcaption { margin-top: .4rem; }
.pair { align-items: start; display: grid; gap: 0 2.5rem;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 25rem), 1fr)); }
svg.chart { color: var(--ink); display: block; height: auto; max-width: 100%; width: 100%; }
svg.bar { margin-left: auto; margin-top: .3rem; width: 5.5rem; }
svg.chart text { font-family: inherit; }
svg.chart .accent { fill: var(--accent); stroke: var(--accent); }
svg.chart .second { fill: var(--second); stroke: var(--second); }
svg.chart .soft { fill: var(--soft); }
svg.chart .ink { fill: var(--ink); }
svg.chart .grid { stroke: var(--line); }
details { margin-top: .3rem; }
summary { cursor: pointer; width: fit-content; }
summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.scroll { margin: 0 0 1rem; overflow-x: auto; position: relative; }
table { border-collapse: collapse; font-size: .95rem; font-variant-numeric: tabular-nums; width: 100%; }
caption { padding: .3rem 0; text-align: left; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .6rem; text-align: right; vertical-align: top; }
th:first-child { padding-left: 0; text-align: left; }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-bottom-color: var(--soft); color: var(--soft); font-size: .85rem; font-weight: 600;
  vertical-align: bottom; }
tbody th { font-weight: 500; min-width: 9rem; }
td small { display: block; }
th small { display: block; font-weight: 400; }
ul { margin: 0 0 1rem; padding-left: 1.2rem; }
.pair h3 { margin-top: .4rem; }
.pair > :only-child { grid-column: 1 / -1; }
@media (max-width: 30rem) { table { font-size: .84rem; } th, td { padding: .4rem .3rem; }
  tbody th { min-width: 6rem; } }
.box { background: var(--tint); padding: 1.2rem 1.4rem .4rem; }
.box h2 { font-size: 1.3rem; }
.box p { font-size: .95rem; }
footer { border-top: 1px solid var(--line); margin-top: 1.5rem; padding-top: .8rem; }
@media print {
  @page { margin: 15mm; size: A4; }
  :root { color-scheme: light; --ink: #000000; --soft: #444444; --paper: #ffffff; --tint: #f3f6f9; --line: #c5ccd3;
    --accent: #0b5cad; --second: #a84b00; }
  html { font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { max-width: none; padding: 0; }
  section { padding: 1rem 0 .4rem; }
  h2, h3 { break-after: avoid; }
  section > p { break-after: avoid; }
  p, tr, ul, .scroll, .card, .box, svg.chart { break-inside: avoid; }
  svg.chart { max-height: 24cm; }
  .cards { grid-template-columns: repeat(4, 1fr); }
  .pair { grid-template-columns: 1fr 1fr; }
  details { display: none; }
  .scroll { overflow: visible; }
}
$css$;

COMMENT ON FUNCTION barometre.html_style() IS 'The style sheet of the pages: light and dark, narrow and wide, on A4.';
