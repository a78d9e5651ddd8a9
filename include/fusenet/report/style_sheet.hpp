// style_sheet: how the page of a plan looks, in light and in dark.
#pragma once

namespace fusenet::report {

inline constexpr const char* style_sheet = R"css(
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --paper: #ffffff; --ink: #1c2430; --quiet: #5b6675; --rule: #d9dee5;
  --wire: #7b8796; --skip: #b0467c;
}
.io        { --fill: #e1eff9; --line: #3b8cc4; }
.compute   { --fill: #fde8d9; --line: #cc6a2b; }
.parameter { --fill: #ede5f8; --line: #8259bd; }
.join      { --fill: #e0f2e4; --line: #3f9455; }
.order     { --fill: #f6efcf; --line: #a08517; }
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12161b; --paper: #1a2027; --ink: #e4e9ef; --quiet: #9aa6b4; --rule: #323b46;
    --wire: #7d8998; --skip: #e487b5;
  }
  .io        { --fill: #15344a; --line: #5aa9dd; }
  .compute   { --fill: #4a2a15; --line: #e2894c; }
  .parameter { --fill: #33244d; --line: #a883dd; }
  .join      { --fill: #173c23; --line: #62b87a; }
  .order     { --fill: #3c330c; --line: #cbb044; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 28px 32px 60px; background: var(--page); color: var(--ink);
       font: 14px/1.45 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 22px; margin: 0 0 4px; }
h2 { font-size: 16px; margin: 0 0 4px; }
p  { margin: 0 0 12px; color: var(--quiet); }
section { background: var(--paper); border: 1px solid var(--rule); border-radius: 10px; padding: 18px 20px;
          margin-top: 20px; min-width: 0; }
.scroll { overflow-x: auto; }
.columns { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0 20px; align-items: start; }
@media (max-width: 1100px) { .columns { grid-template-columns: minmax(0, 1fr); } }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 12px; margin-top: 16px; }
.tile { background: var(--paper); border: 1px solid var(--rule); border-radius: 10px; padding: 12px 16px; }
.tile b { display: block; font-size: 21px; font-weight: 600; }
.tile span { color: var(--quiet); font-size: 12.5px; }
.legend { display: flex; flex-wrap: wrap; gap: 6px 16px; margin: 0 0 14px; font-size: 12.5px; color: var(--quiet); }
.chip { display: inline-block; width: 12px; height: 12px; border-radius: 3px; background: var(--fill, transparent);
        border: 1.5px solid var(--line, var(--wire)); vertical-align: -1px; margin-right: 6px; }
.chip.striped { background: repeating-linear-gradient(45deg, var(--wire) 0 1.5px, transparent 1.5px 4.5px); }
.wire { display: inline-block; width: 22px; border-top: 2px solid var(--wire); vertical-align: 4px; margin-right: 6px; }
.wire.dashed { border-top-style: dashed; }
.wire.skip { border-color: var(--skip); }
table { border-collapse: collapse; font-size: 12px; width: 100%; }
th { text-align: left; font-weight: 600; color: var(--quiet); border-bottom: 1.5px solid var(--rule);
     padding: 4px 7px 4px 0; white-space: nowrap; }
td { border-bottom: 1px solid var(--rule); padding: 3px 7px 3px 0; white-space: nowrap;
     font-variant-numeric: tabular-nums; }
tr.first td { border-top: 1.5px solid var(--wire); }
td.number, th.number { text-align: right; }
details { border-top: 1px solid var(--rule); padding: 7px 0; }
summary { cursor: pointer; }
summary span { color: var(--quiet); font-size: 12.5px; }
pre { font: 12px/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; overflow-x: auto;
      margin: 8px 0 4px; }
pre i { font-style: normal; color: var(--quiet); }
svg { display: block; font: 11px system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
svg text { fill: var(--ink); }
svg .box { fill: var(--page); stroke: var(--rule); stroke-width: 1.2; }
svg .head { font-size: 12.5px; font-weight: 600; }
svg text.small { font-size: 10.5px; fill: var(--quiet); }
svg .face { fill: var(--fill, var(--paper)); stroke: var(--line, var(--wire)); stroke-width: 1.2; }
svg .name { font-size: 12.5px; font-weight: 600; }
svg .extent { text-anchor: end; }
svg .right { text-anchor: end; }
svg .centred { text-anchor: middle; }
svg .line { fill: none; stroke: var(--wire); stroke-width: 1.5; marker-end: url(#arrow); }
svg .band .line { stroke-dasharray: 4 3; }
svg .line.skip { stroke: var(--skip); marker-end: url(#skip-arrow); }
svg .arrow { fill: var(--wire); }
svg .skip-arrow { fill: var(--skip); }
svg .grid { fill: none; stroke: var(--rule); stroke-width: 1; }
svg text.tick { fill: var(--quiet); font-size: 10.5px; }
svg .block text { font-size: 10.5px; }
svg .hatch { fill: var(--wire); opacity: 0.33; }
svg .hatched { fill: url(#hatch); }
)css";

}  // namespace fusenet::report
