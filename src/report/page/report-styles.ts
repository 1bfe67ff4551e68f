/**
 * How the report looks: calm, in the reader's own fonts, light and dark, on a phone, on a desk and on paper.
 * No double quotation marks, ampersands or less-than signs in here: the text is escaped like any other.
 */
export const reportStyles: string = `
:root{color-scheme:light dark;--sans:system-ui,-apple-system,Segoe UI,Roboto,Liberation Sans,sans-serif;
--page:#fff;--soft:#f5f6f8;--line:#d9dde3;--ink:#1b2027;--faint:#59626e;--link:#0b57a4;--grid:#e4e7ec;--band:#dfe3ea;
--people:#0f62ae;--judge:#b3480a;--reference:#4b5563;--note:#fff6df;--note-line:#d9a400;--heat:15,98,174}
@media (prefers-color-scheme:dark){:root{--page:#14171c;--soft:#1e2229;--line:#363d48;--ink:#e8eaee;--faint:#a4adba;--link:#86bdf5;--grid:#2a3039;--band:#343b47;
--people:#7db8f5;--judge:#f5a26b;--reference:#b6bec9;--note:#2d2712;--note-line:#c99a10;--heat:125,184,245}}
@media print{:root{color-scheme:light;--page:#fff;--soft:#f5f6f8;--line:#c4c9d1;--ink:#000;--faint:#444;--link:#000;--grid:#e0e3e8;--band:#dde1e8;
--people:#0f62ae;--judge:#b3480a;--reference:#4b5563;--note:#fff;--note-line:#999;--heat:15,98,174}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:1.0625rem/1.6 var(--sans);overflow-wrap:anywhere}
header,footer,.columns{max-width:76rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.5rem}
.kind{margin:0;color:var(--faint);font-size:.875rem;letter-spacing:.06em;text-transform:uppercase}
h1{margin:.25rem 0 .5rem;font-size:clamp(1.75rem,1.2rem + 2.4vw,2.75rem);line-height:1.15;letter-spacing:-.015em;text-wrap:pretty}
h2{margin:0 0 1rem;font-size:1.625rem;line-height:1.25;letter-spacing:-.01em;text-wrap:balance}
h3{margin:0 0 .5rem;font-size:1.25rem;line-height:1.35}
h4{margin:1.75rem 0 .5rem;font-size:1.0625rem}
p{margin:0 0 .9rem;max-width:44rem}
ul,ol{padding-left:1.25rem;max-width:44rem}
a{color:var(--link);text-underline-offset:.18em}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:2px}
main:focus{outline:none}
code{font-size:.8125rem;color:var(--faint)}
.scope{font-size:1.125rem;color:var(--faint);margin-bottom:1.25rem}
.banner{background:var(--note);border:1px solid var(--note-line);border-left-width:6px;border-radius:6px;padding:.75rem 1rem;max-width:none;margin:0 0 1.25rem}
.skip{position:absolute;left:-999rem;top:.5rem;background:var(--page);padding:.5rem 1rem;border:2px solid var(--link);border-radius:6px;z-index:2}
.skip:focus{left:.5rem}
nav{border-block:1px solid var(--line);padding:.6rem 0;margin-bottom:2rem}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;margin:0;padding:0;max-width:none}
nav a{display:inline-block;padding:.25rem 0;font-size:.9375rem;text-decoration:none}
nav a:hover{text-decoration:underline}
main{min-width:0}
main>section{padding-bottom:1.5rem;margin-bottom:2.5rem;border-bottom:1px solid var(--line)}
main>section:last-child{border-bottom:0;margin-bottom:0}
.part{margin:2rem 0 1rem}
.part+.part{border-top:1px solid var(--line);padding-top:2rem}
@media (min-width:1080px){.columns{display:grid;grid-template-columns:11.5rem minmax(0,1fr);gap:3rem;border-top:1px solid var(--line);padding-top:2rem}
nav{border:0;padding:0;margin:0}nav ul{position:sticky;top:1.5rem;display:block}nav li{margin:.1rem 0}}
.pointer{background:var(--note);border-left:6px solid var(--note-line);border-radius:4px;padding:.55rem 1rem;max-width:none}
.pointer p,.pointer ul{margin:0}
.answers{list-style:none;counter-reset:q;margin:1.25rem 0 0;padding:0;max-width:none;display:grid;gap:1rem}
.answer{counter-increment:q;position:relative;border:1px solid var(--line);border-radius:10px;padding:1.25rem 1.25rem 1.25rem 4rem;background:var(--page)}
.answer::before{content:counter(q);position:absolute;left:1.25rem;top:1.2rem;width:1.9rem;height:1.9rem;border-radius:50%;background:var(--people);color:var(--page);font-weight:700;line-height:1.9rem;text-align:center}
.answer.refused{background:var(--soft)}
.answer.refused .refusal{border:0;padding:0;margin:0}
.answer.refused::before{background:var(--faint)}
.answer p:last-child,.refusal p:last-child{margin-bottom:0}
.answer h4{margin:1rem 0 .25rem}
.lead{font-size:1.1875rem;line-height:1.5;font-weight:500}
.more{font-size:.9375rem;margin-top:.75rem;display:flex;flex-wrap:wrap;gap:.35rem 1.5rem}
.refusal{background:var(--soft);border:1px dashed var(--faint);border-radius:8px;padding:.9rem 1.1rem;margin:.75rem 0 1.25rem}
.refusal p{margin-bottom:.4rem}
.caution{background:var(--note);border:1px solid var(--note-line);border-left-width:6px;border-radius:6px;padding:.8rem 1rem;margin:.75rem 0 1.25rem;max-width:46rem}
.caution p{margin-bottom:.35rem}.caution p:last-child{margin:0}
.note,.cautions{color:var(--faint);font-size:.9375rem;line-height:1.55}
.cautions{border-left:4px solid var(--note-line);list-style:none;padding:.1rem 0 .1rem .9rem;margin:.75rem 0 1.25rem}
.warnings{list-style:none;padding:0;display:grid;gap:.75rem;max-width:none}
.warnings li{background:var(--note);border-left:6px solid var(--note-line);border-radius:4px;padding:.8rem 1rem}
.warnings p{margin:0 0 .25rem}.warnings p:last-child{margin:0}
.warnings code{color:inherit;opacity:.85}
.what{font-weight:600}
.scroll{overflow-x:auto;background:linear-gradient(to right,var(--page),transparent) left/2rem 100% local no-repeat,linear-gradient(to left,var(--page),transparent) right/2rem 100% local no-repeat,linear-gradient(to right,var(--line),transparent) left/.6rem 100% no-repeat,linear-gradient(to left,var(--line),transparent) right/.6rem 100% no-repeat;margin:1rem 0 1.25rem;border:1px solid var(--line);border-radius:8px;max-width:100%}
.scroll.tall{overflow:auto;max-height:34rem}
.filtered{margin:1rem 0 1.25rem}.filtered .scroll{margin:0}
.tools:not([hidden]){display:flex;flex-wrap:wrap;align-items:end;gap:.6rem 1rem;margin:0 0 .6rem}
.tools label{display:grid;gap:.2rem;font-size:.8125rem;font-weight:600;color:var(--faint);min-width:0}
.tools input,.tools select,.tools button{font:1rem/1.3 var(--sans);color:var(--ink);background:var(--page);border:1px solid var(--faint);border-radius:6px;padding:.4rem .6rem;min-height:2.5rem;max-width:100%}
.tools input{width:16rem}.tools select{max-width:14rem;text-overflow:ellipsis}
.tools button{cursor:pointer;color:var(--link)}
.tools p{margin:0 0 0 auto;padding-bottom:.55rem;color:var(--faint);font-size:.9375rem;font-variant-numeric:tabular-nums}
thead button{font:inherit;color:inherit;background:none;border:0;margin:0;padding:.15rem 0;text-align:inherit;cursor:pointer;overflow-wrap:inherit}
thead button:hover{text-decoration:underline}
thead button::after{content:'\u00A0↕';content:'\u00A0↕' / '';opacity:.55}
th[aria-sort=ascending]{color:var(--ink)}th[aria-sort=ascending] button::after{content:'\u00A0↑';content:'\u00A0↑' / '';opacity:1}
th[aria-sort=descending]{color:var(--ink)}th[aria-sort=descending] button::after{content:'\u00A0↓';content:'\u00A0↓' / '';opacity:1}
table{border-collapse:collapse;width:100%;font-size:.9375rem;line-height:1.4}
caption{text-align:left;font-weight:600;padding:.65rem .8rem .35rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
th,td{padding:.5rem .8rem;text-align:left;vertical-align:top;border-top:1px solid var(--line);min-width:4.5rem;overflow-wrap:break-word}
thead th{border-top:0;font-size:.8125rem;line-height:1.3;color:var(--faint);font-weight:600;vertical-align:bottom;background:var(--soft)}
.tall thead th{position:sticky;top:0;z-index:1;box-shadow:0 1px 0 var(--line)}
tbody th{font-weight:500;min-width:9rem;max-width:24rem}.tall tbody th{min-width:14rem}.key tbody th{max-width:none;width:60%}
th small{display:block;font-weight:400;font-size:.875rem;color:var(--faint);max-width:34rem}td small{font-size:.875rem;color:var(--faint);display:inline-block;min-width:6.5rem}td:last-child small{min-width:0}
td{max-width:26rem}
.n{text-align:right;font-variant-numeric:tabular-nums}
td.n{white-space:nowrap}
td.n .unknown{white-space:normal}
td:last-child:not(.n){min-width:11rem}.tall td:last-child:not(.n){min-width:5rem}
.unknown{color:var(--faint)}
.unknown small{display:block;font-size:.8125rem;min-width:9rem}
.name{unicode-bidi:isolate}
.flag{white-space:nowrap}
.scroll:has(.heat){width:fit-content}.heat tbody th{vertical-align:middle}
.heat td{padding:.25rem}
.heat td span{display:block;padding:.4rem .7rem;border-radius:4px;min-width:4rem}
.heat-1{background:rgba(var(--heat),.1)}.heat-2{background:rgba(var(--heat),.2)}.heat-3{background:rgba(var(--heat),.3)}.heat-4{background:rgba(var(--heat),.4)}
.same{outline:2px solid var(--people);outline-offset:-2px;font-weight:600}
details{margin:.75rem 0 1.25rem}
summary{cursor:pointer;color:var(--link);padding:.35rem 0;font-size:.9375rem}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(18.5rem,100%),1fr));gap:0 2rem;max-width:52rem}
.settings{margin:0;display:grid;gap:.1rem}
.settings div{display:grid;grid-template-columns:minmax(8rem,15rem) 1fr;gap:1rem;padding:.3rem 0;border-top:1px solid var(--line);max-width:44rem}
.settings dt{color:var(--faint)}.settings dd{margin:0}
footer{color:var(--faint);font-size:.875rem;padding-top:1rem;padding-bottom:3rem}
@media (max-width:559px){body{font-size:1rem}.settings div{grid-template-columns:1fr;gap:0}.tools label{flex:1 1 8rem}.tools label:first-child{flex-basis:100%}.tools input,.tools select{width:100%;max-width:none}.answer{padding:1rem 1rem 1rem 1rem}.answer::before{position:static;display:block;margin-bottom:.6rem}th,td{padding:.45rem .6rem}tbody th{min-width:7rem}.tall tbody th{min-width:9rem;max-width:11rem}.key td.n{white-space:normal}td small{min-width:0;white-space:nowrap}.unknown small{white-space:normal}.key th,.key td{min-width:3.5rem}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{@page{margin:16mm 14mm}html{font-size:9.5pt}body{font-size:1rem;line-height:1.45}h1{font-size:2rem}header{padding-top:0}nav,.skip,.more,.tools label,.tools button{display:none}thead button::after{display:none}.columns{display:block;border:0;padding-top:0}
header,footer,.columns{max-width:none;padding-inline:0}a{text-decoration:none}h2,h3,h4,caption,figcaption,thead{break-after:avoid}.answer,.refusal,.warnings li,.chart svg,tr{break-inside:avoid}
.scroll,.scroll.tall{overflow:visible;max-height:none;border:0;background:none}.tall thead th{position:static}thead{display:table-header-group}th,td{min-width:0;padding:.25rem .5rem}
tbody th,.tall tbody th,td:last-child:not(.n),.unknown small{min-width:0}td.n{white-space:normal}.tall table{font-size:.8rem}
details::details-content{content-visibility:visible;block-size:auto}summary{color:inherit;list-style:none}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
