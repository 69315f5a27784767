const film = find("#film"), card = find("#card"), scope = find("#scope"), head = find("#head");
const { fps, seconds, shots } = data;
const turn = shade();
const across = (time) => `${(100 * time) / seconds}%`;
const because = (shot) => data.run?.made[shot.id] || "nothing changed: reused";
let open = -1;

function seek(time) {
  film.currentTime = Math.min(Math.max(0, time), seconds - 0.5 / fps);
  follow();
}
const place = () => shots.findLastIndex((shot) => film.currentTime + 0.25 / fps >= shot.start);
const jump = (step) => {
  const at = place();
  const inside = film.currentTime - shots[at].start > 1.5 / fps;
  const to = step > 0 ? at + 1 : inside ? at : at - 1;
  seek(to >= shots.length ? seconds : shots[Math.max(0, to)].start);
};
const play = () => (film.paused ? film.play().catch(() => {}) : film.pause());

function follow() {
  const time = film.currentTime, at = Math.max(0, place());
  head.style.left = across(time);
  const reel = find(".reel"), where = head.offsetLeft;
  if (!film.paused && (where < reel.scrollLeft || where > reel.scrollLeft + reel.clientWidth)) reel.scrollLeft = where - 40;
  find("#now").textContent = `${clock(time, fps)}  ·  ${shots[at].number} ${shots[at].id}`;
  scope.setAttribute("aria-valuenow", time.toFixed(2));
  scope.setAttribute("aria-valuetext", `${clock(time, fps)}, shot ${shots[at].number}, ${shots[at].id}`);
  for (const [index, one] of [...find("#strip").children].entries()) one.setAttribute("aria-current", index === at);
}
function each() {
  follow();
  if (!film.paused) requestAnimationFrame(each);
}

function heading() {
  find("#title").textContent = data.title;
  find("#verdict").append(...verdictOf(data));
  if (data.faults.length) {
    find("#faults").hidden = false;
    find("#faults ul").append(...data.faults.map((words) => make("li", { text: words })));
  }
  film.poster = data.pictures[shots[0].stills[0]] || "";
  film.src = data.film;
  if (data.captions) film.append(make("track", { kind: "captions", label: "Captions", srclang: data.language || "en", src: `data:text/vtt;charset=utf-8,${encodeURIComponent(data.captions)}` }));
  const signed = data.run?.signer ? [["signed by", data.run.signer]] : [];
  for (const [name, value] of [...data.about, ...signed]) find("#about").append(make("dt", { text: name }), make("dd", { text: value }));
}

function wave(peaks, top, tall, colour) {
  const middle = tall / 2;
  const up = peaks.map((peak, at) => `${at} ${(middle - (peak / 100) * middle).toFixed(1)}`);
  const down = peaks.map((peak, at) => `${at} ${(middle + (peak / 100) * middle).toFixed(1)}`).reverse();
  const svg = drawn("svg", { viewBox: `0 0 ${Math.max(1, peaks.length - 1)} ${tall}`, preserveAspectRatio: "none", "aria-hidden": "true" },
    drawn("path", { d: `M${up.concat(down).join("L")}Z`, fill: `var(--${colour})`, opacity: "0.85" }));
  Object.assign(svg.style, { top: `${top}px`, height: `${tall}px` });
  return svg;
}
function ticks(times, top, tall, colour, wide, opacity) {
  const svg = drawn("svg", { viewBox: `0 0 ${seconds} 1`, preserveAspectRatio: "none", "aria-hidden": "true" },
    drawn("path", { d: times.map((time) => `M${time} 0V1`).join(""), stroke: `var(--${colour})`, "stroke-width": wide, "vector-effect": "non-scaling-stroke", opacity }));
  Object.assign(svg.style, { top: `${top}px`, height: `${tall}px` });
  return svg;
}
function timeline() {
  const shortest = Math.min(...shots.map((shot) => shot.end - shot.start));
  find(".track").style.width = `max(100%, ${Math.min(16000, Math.ceil(seconds * Math.min(56, 62 / shortest)))}px)`;
  find("#strip").append(...shots.map((shot, at) => make("button", {
    type: "button", class: shot.tone, "aria-label": `Shot ${shot.number}, ${shot.id}, ${(shot.end - shot.start).toFixed(1)} seconds, ${shot.verdict}: open its card`,
    style: { left: across(shot.start), width: across(shot.end - shot.start), backgroundImage: `url("${data.pictures[shot.stills[1] ?? shot.stills[0]] || ""}")` },
    onclick: () => { seek(shot.start); show(at); },
  }, make("span", { text: `${shot.number} ${shot.id}` }))));
  scope.setAttribute("aria-valuemax", seconds);
  scope.append(...data.lines.map((line) => make("span", { class: "words", title: `${line.speaker}: ${line.text}`, text: line.text, style: { left: across(line.start), width: across(line.end - line.start) } })));
  if (data.voice) scope.append(wave(data.voice, 28, 44, "voice"));
  if (data.music) scope.append(wave(data.music, 74, 44, "music"));
  scope.append(ticks(data.onsets, 122, 8, "music", 1, 0.7), ticks(data.beats, 122, 16, "beat", 2, 0.9),
    ticks(shots.slice(1).map((shot) => shot.start), 0, 146, "ink", 1.5, 0.75));
  const step = [1, 2, 5, 10, 15, 30, 60].find((each) => seconds / each < 26) || 120;
  for (let time = 0; time < seconds - step / 3; time += step) scope.append(make("span", { class: time ? "second" : "second zero", text: clock(time, fps).slice(0, -3), style: { left: across(time) } }));
  const told = [["ink", "cuts"], data.voice && ["voice", "voice"], data.music && ["music", "music and its onsets"], data.beats.length && ["beat", "beats"]];
  for (const one of told) if (one) find("#legend").append(make("i", { style: { background: `var(--${one[0]})` } }), one[1]);
  const point = (event) => { const box = scope.getBoundingClientRect(); seek(((event.clientX - box.left) / box.width) * seconds); };
  scope.addEventListener("pointerdown", (event) => { point(event); if (event.pointerType === "mouse") scope.setPointerCapture(event.pointerId); });
  scope.addEventListener("pointermove", (event) => { if (scope.hasPointerCapture(event.pointerId)) point(event); });
}

function list() {
  const columns = [["shot"], ["length", true], ["cut"], ["picture"], ["flicker", true], ["colours, ΔE", true], ["price", true], ["made"]];
  find("#list").append(make("thead", {}, make("tr", {}, ...columns.map(([name, number]) => make("th", { scope: "col", class: number ? "number" : "", text: name })))));
  find("#list").append(make("tbody", {}, ...shots.map((shot, at) => make("tr", {},
    make("td", {}, make("button", { type: "button", onclick: () => { seek(shot.start); show(at); } },
      make("img", { src: data.pictures[shot.stills[1] ?? shot.stills[0]], alt: "" }), `${shot.number} ${shot.id}`)),
    make("td", { class: "number", text: `${(shot.end - shot.start).toFixed(2)} s` }),
    make("td", { text: shot.landing }),
    make("td", {}, make("span", { class: `tag ${shot.tone === "mended" ? "good" : shot.tone}`, text: shot.verdict })),
    make("td", { class: "number", text: shot.flicker ? change(...shot.flicker, 2) : "–" }),
    make("td", { class: "number", text: shot.drift ? change(...shot.drift, 1) : "–" }),
    make("td", { class: "number", text: dollars(shot.price) }),
    make("td", { text: because(shot) })))));
}

function picture(name, words, alt) {
  const source = data.pictures[name];
  return source ? make("figure", {}, make("img", { src: source, alt: alt || words }), make("figcaption", { text: words })) : null;
}
function show(at) {
  open = at;
  const shot = shots[at];
  const part = (title, ...children) => children.some((child) => child != null) ? [make("h3", { text: title }), ...children] : [];
  const figures = shot.figures.map((row) => make("tr", {}, ...row.map((cell, index) => make(index ? "td" : "th", { class: index ? "number" : "", scope: index ? null : "row", text: cell }))));
  card.replaceChildren(
    make("div", { class: "bar" }, make("h2", { id: "card-title", text: `${shot.number} ${shot.id}` }),
      make("button", { type: "button", "aria-label": "The shot before", onclick: () => show(Math.max(0, at - 1)), text: "‹" }),
      make("button", { type: "button", "aria-label": "The shot after", onclick: () => show(Math.min(shots.length - 1, at + 1)), text: "›" }),
      make("button", { type: "button", onclick: () => { card.close(); seek(shot.start); film.play().catch(() => {}); }, text: "Play" }),
      make("button", { type: "button", onclick: () => card.close(), text: "Close" })),
    make("div", { class: "stills" }, ...shot.stills.map((name, index) => picture(name, ["early", "middle", "late"][index], `${shot.id}, ${["early", "middle", "late"][index]}`)), picture(shot.mask, "who is who: the masks")),
    ...part("In the screenplay", make("dl", { class: "facts" }, ...shot.told.flatMap(([name, value]) => [make("dt", { text: name }), make("dd", { text: value })])),
      ...shot.lines.map((line) => make("blockquote", {}, make("b", { text: `${line.speaker}: ` }), line.text))),
    ...part("What was asked for", make("pre", { text: shot.prompt })),
    ...part("Why", make("dl", { class: "facts" }, ...[...shot.why, ["made because", because(shot)]].flatMap(([name, value]) => [make("dt", { text: name }), make("dd", { text: value })]))),
    ...part("Held to", shot.anchors.length ? make("div", { class: "anchors" }, ...shot.anchors.map((one) => picture(one.picture, one.words))) : null),
    ...part("Measured", figures.length ? make("table", {}, make("thead", {}, make("tr", {}, ...["", "as it came", "in the film"].map((name) => make(name ? "th" : "td", { class: "number", text: name })))), make("tbody", {}, ...figures)) : null,
      ...shot.notes.map((words) => make("p", { class: "quiet", text: words }))),
    ...part("Takes", ...shot.takes.map((words) => make("p", { text: words }))));
  if (!card.open) card.showModal();
  card.scrollTop = 0;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key;
  if (card.open) {
    if (key === "ArrowRight" || key === "ArrowLeft") { event.preventDefault(); show(Math.min(shots.length - 1, Math.max(0, open + (key === "ArrowRight" ? 1 : -1)))); }
    return;
  }
  const pressing = event.target.closest("button, a, summary");
  const actions = {
    " ": () => play(), k: () => play(), j: () => seek(film.currentTime - 5), l: () => seek(film.currentTime + 5),
    ArrowLeft: () => (event.shiftKey ? jump(-1) : seek(film.currentTime - 1 / fps)),
    ArrowRight: () => (event.shiftKey ? jump(1) : seek(film.currentTime + 1 / fps)),
    Home: () => seek(0), End: () => seek(seconds), t: () => turn(), Enter: () => show(Math.max(0, place())),
  };
  if (!actions[key] || (pressing && (key === " " || key === "Enter"))) return;
  event.preventDefault();
  actions[key]();
}, true);
film.addEventListener("play", () => requestAnimationFrame(each));
for (const name of ["seeked", "timeupdate", "loadedmetadata"]) film.addEventListener(name, follow);
heading(); timeline(); list(); follow();
