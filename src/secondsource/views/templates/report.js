(() => {
"use strict";
const d = document, H = d.documentElement;
const $ = (s, r = d) => r.querySelector(s), $$ = (s, r = d) => [...r.querySelectorAll(s)];
H.classList.add("js");
const el = (t, c, x) => { const e = d.createElement(t); if (c) e.className = c; if (x != null) e.textContent = x; return e; };
const rail = $("#rail"), box = $("#rail-b"), title = $("#rail h2"), narrow = matchMedia("(max-width:1099.9px)");
let back = null, keys = true, now = -1;
const stops = $$(".st,.df");

/* The rail copies nodes of the clean page; it never builds markup from text. */
const HOSTS = ".st,.df,.ct tr,.shs,.only li,.tr,.ch li";
function pieces(m) { return [m, ...$$('[data-of="' + CSS.escape(m.id) + '"]', m.closest(".txt") || d)]; }
function place(m) {
  const at = pieces(m).map(x => x.dataset.w.split(" ").slice(1).map(Number));
  return [Math.min(...at.map(x => x[0])), Math.max(...at.map(x => x[1]))];
}
function otherChips(host, id) {
  const chips = host ? $$(".chip", host) : [];
  if (chips.length < 2) return null;
  const p = el("p", "chips");
  chips.slice(0, 40).forEach(a => {
    const k = a.cloneNode(true);
    if (k.hash == "#" + id) k.setAttribute("aria-current", "true"); else k.removeAttribute("aria-current");
    p.append(k);
  });
  return p;
}
function context(m, id) {
  const ctx = el("div", "ctx"), p = m.closest(".txt>*"), body = x => x && x.matches("p:not(.gap,.by,.deck)");
  const put = (n, c) => { const k = n.cloneNode(true); k.className = c; ctx.append(k); return k; };
  if (body(p.previousElementSibling)) put(p.previousElementSibling, "far");
  const all = pieces(m), last = all[all.length - 1].closest(".txt>*");
  for (let n = p; n; n = n.nextElementSibling) {
    if (!n.matches(".gap")) {
      const hot = put(n.matches(".cap") ? $("p", n) : n, "hot");
      $$("[data-for]", hot).forEach(x => { if (x.dataset.for.split(" ").includes(id)) x.classList.add("on"); });
    }
    if (n == last) break;
  }
  if (body(last.nextElementSibling)) put(last.nextElementSibling, "far");
  $$(".d", ctx).forEach(x => x.removeAttribute("data-v"));
  $$("[id],[data-of]", ctx).forEach(x => {
    if (x.id == id || x.dataset.of == id) x.classList.add("lit");
    x.removeAttribute("id"); x.removeAttribute("data-of");
  });
  return ctx;
}
function live(url, text) {
  const words = text.trim().split(/\s+/), enc = x => encodeURIComponent(x.join(" ")).replace(/-/g, "%2D");
  const part = words.length > 12 ? enc(words.slice(0, 6)) + "," + enc(words.slice(-6)) : enc(words);
  return url.split("#")[0] + "#:~:text=" + part;
}
function show(id, from) {
  const m = d.getElementById(id);
  if (!m || !m.classList.contains("c")) return false;
  const host = from && from.closest(HOSTS), art = m.closest(".art"), [a, b] = place(m);
  $$(".st.on").forEach(x => x.classList.remove("on"));
  if (host && host.matches(".st")) host.classList.add("on");
  const out = d.createDocumentFragment(), more = otherChips(host, id);
  if (more) out.append(more);
  const ol = el("ol", "chain");
  m.dataset.ch.split("\n").forEach(t => { const li = el("li"); li.append(el("bdi", "", t)); ol.append(li); });
  out.append(ol, context(m, id));
  const n = x => x.toLocaleString(@@language.numbers@@), pos = el("p", "pos", @@rail.place+|start=n(a)|end=n(b)|letter=art.dataset.letter@@);
  const jump = el("a", "", @@rail.whole@@);
  jump.href = "#" + id; jump.dataset.jump = "1"; pos.append(jump);
  if (art.dataset.url) { const l = el("a", "", @@rail.live@@); l.href = live(art.dataset.url, pieces(m).map(x => x.textContent).join(" ")); l.rel = "noreferrer"; pos.append(" ", l); }
  out.append(pos);
  box.replaceChildren(out);
  rail.classList.add("open");
  if (narrow.matches) { H.classList.add("sheet"); if (host) host.scrollIntoView({ block: "start" }); }
  const lit = $(".lit", box);
  rail.scrollTop = 0;
  if (lit) {
    const r = rail.getBoundingClientRect(), l = lit.getBoundingClientRect(), y = l.bottom - r.bottom;
    if (y > 0) rail.scrollTop += Math.min(y + 60, l.top - r.top - 90);
  }
  return true;
}
function fold() { rail.classList.remove("open"); H.classList.remove("sheet"); }
function close() { if (narrow.matches) fold(); if (back && back.isConnected) back.focus(); back = null; }
function open(id, from, home) { if (!show(id, from)) return false; if (home) back = home; title.focus({ preventScroll: true }); return true; }
d.addEventListener("click", e => {
  const a = e.target.closest("a[href^='#']");
  if (!a) return;
  const id = (a.getAttribute("href") || "").slice(1);
  if (a.dataset.jump) { if (narrow.matches) fold(); return; }
  const inRail = rail.contains(a);
  if (open(id, inRail ? back : a, inRail ? null : a)) e.preventDefault();
});
$("#close").onclick = close;

/* keys: j and k move, Enter opens, Escape goes back; they can be turned off */
function step(n) {
  if (!stops.length) return;
  now = Math.max(0, Math.min(stops.length - 1, now + n));
  stops[now].focus({ preventScroll: true });
  stops[now].scrollIntoView({ block: "center" });
}
d.addEventListener("focusin", e => { const s = e.target.closest(".st,.df"); if (s) now = stops.indexOf(s); });
d.addEventListener("keydown", e => {
  if (e.key == "Escape") return close();
  if (!keys || e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
  if (e.key == "j") step(1);
  else if (e.key == "k") step(-1);
  else if (e.key == "Enter" && e.target.matches(".st,.df")) {
    const a = $(".chip", e.target);
    if (a && open(a.hash.slice(1), a, e.target)) e.preventDefault();
  }
});
$("#keys").onclick = e => { keys = !keys; e.target.textContent = keys ? @@keys.off@@ : @@keys.on@@; };

/* light and dark */
const th = $("#theme"), dark = () => H.dataset.theme ? H.dataset.theme == "dark" : matchMedia("(prefers-color-scheme:dark)").matches;
const label = () => { th.textContent = dark() ? @@page.light@@ : @@page.dark@@; };
th.onclick = () => { H.dataset.theme = dark() ? "light" : "dark"; label(); };
label();

/* claims: filter and sort, the state in the address after '#claims;' */
$$(".ct").forEach(table => {
  const sec = table.closest("section"), tb = $("tbody", table), rows = $$("tr", tb), ths = $$("th[data-k]", table), cnt = $(".cnt", sec), st = { show: "all", sort: "n", dir: 1 };
  function apply(save) {
    let n = 0;
    const num = (r, k) => +r.dataset[k];
    rows.slice().sort((a, b) => st.dir * (num(a, st.sort) - num(b, st.sort)) || num(a, "n") - num(b, "n")).forEach(r => tb.append(r));
    rows.forEach(r => { const on = st.show == "all" || r.dataset.rel == st.show; r.hidden = !on; n += on; });
    ths.forEach(t => t.setAttribute("aria-sort", t.dataset.k != st.sort ? "none" : st.dir > 0 ? "ascending" : "descending"));
    cnt.textContent = @@claims.shown|n=n|all=rows.length@@;
    if (save) history.replaceState(null, "", "#" + sec.id + ";show=" + st.show + ";sort=" + st.sort + ";dir=" + st.dir);
  }
  $$(".fl input", sec).forEach(i => { i.onchange = () => { st.show = i.value; apply(1); }; });
  ths.forEach(t => { const b = el("button", "sort", t.textContent); b.type = "button"; t.replaceChildren(b); b.onclick = () => { const k = t.dataset.k; st.dir = st.sort == k ? -st.dir : k == "n" ? 1 : -1; st.sort = k; apply(1); }; });
  if (location.hash.startsWith("#" + sec.id + ";")) {
    location.hash.split(";").slice(1).forEach(x => {
      const [k, v] = x.split("=");
      if (k == "dir") st.dir = v == "-1" ? -1 : 1;
      else if (k == "show" && /^(all|agree|differ|one)$/.test(v)) st.show = v;
      else if (k == "sort" && /^(n|max)$/.test(v)) st.sort = v;
    });
    const r = $(".fl [value=" + st.show + "]", sec);
    if (r) r.checked = true;
    sec.scrollIntoView();
  }
  apply();
});

/* time: zoom by buttons; lines outside are counted aloud */
$$(".zoom").forEach(group => {
  const sec = group.closest("section"), tl = $(".tl", sec), say = $(".zc", sec);
  $$("button", group).forEach((b, i) => {
    b.onclick = () => {
      $$("button", group).forEach(x => x.setAttribute("aria-pressed", x == b));
      if (i) tl.dataset.z = i; else delete tl.dataset.z;
      const a = +b.dataset.from, w = +b.dataset.to;
      let n = 0;
      $$(".tr", tl).forEach(r => {
        r.hidden = false;
        const s = $(".bar", r);
        s.setAttribute("viewBox", a + " 0 " + (w - a) + " 22");
        r.hidden = i && ![...s.children].some(x => { const g = x.getBBox(); return g.x + g.width >= a && g.x < w; });
        n += r.hidden;
      });
      say.textContent = n ? @@time.outside|n=n@@ : "";
    };
  });
});

/* corrections and downloads, made on this machine */
const save = (n, t, x) => { const a = el("a"); a.href = URL.createObjectURL(new Blob([x], { type: t })); a.download = n; a.click(); setTimeout(() => URL.revokeObjectURL(a.href), 1e3); };
const cor = $("#cor");
$$(".nmr").forEach(b => {
  b.onclick = () => {
    const f = b.closest(".df"), on = f.classList.toggle("no");
    b.setAttribute("aria-pressed", on);
    b.textContent = on ? @@differences.marked@@ : @@differences.not_mine@@;
    cor.hidden = !$(".df.no");
  };
});
cor.onclick = () => save("corrections.jsonl", "application/jsonl", $$(".df.no").map(f => JSON.stringify({ difference: f.id, says: "not my reading" }) + "\n").join(""));
if ($("#dj")) $("#dj").onclick = () => save("record.json", "application/json", $("#record").textContent);
$("#dc").onclick = () => save("claims.csv", "text/csv", $$(".ct tr").map(r => $$("th,td", r).map(c => {
  let t = c.textContent.replace(/\s+/g, " ").trim();
  if (/^[=+@\-\t\r]/.test(t)) t = "'" + t;
  return '"' + t.replace(/"/g, '""') + '"';
}).join(",")).join("\r\n"));
addEventListener("beforeprint", () => $$("details").forEach(x => { x.open = true; }));
const h = location.hash.slice(1);
if (h) show(h);
})();
