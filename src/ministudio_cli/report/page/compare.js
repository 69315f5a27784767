const turn = shade();
const sides = data.sides, films = [];
find("#title").textContent = data.title;
find("#summary").textContent = data.summary;
for (const [at, side] of sides.entries()) {
  const film = make("video", { src: side.film, playsinline: true, preload: "metadata", poster: side.pictures[side.shots[0].stills[0]] || null, "aria-label": side.name });
  film.muted = at > 0;
  films.push(film);
  find("#sides").append(make("section", { "aria-label": side.name }, make("h2", { text: side.name }), make("div", { class: "screen" }, film),
    make("ul", { class: "verdicts" }, ...verdictOf(side))));
}
const [first, second] = films;
const end = Math.max(...sides.map((side) => side.seconds));
/* In step by shot: the same shot, as far into it, whatever the lengths before it came to. */
function twin(time) {
  const own = sides[0].shots.findLast((shot) => time + 0.25 / sides[0].fps >= shot.start) || sides[0].shots[0];
  const other = sides[1].shots.find((shot) => shot.id === own.id);
  return other ? Math.min(other.start + Math.min(time - own.start, other.end - other.start - 0.5 / sides[1].fps), sides[1].seconds) : Math.min(time, sides[1].seconds);
}
function seek(time) {
  first.currentTime = Math.min(Math.max(0, time), sides[0].seconds - 0.5 / sides[0].fps);
  second.currentTime = twin(first.currentTime);
  say();
}
function say() { find("#now").textContent = `${clock(first.currentTime, sides[0].fps)}  |  ${clock(second.currentTime, sides[1].fps)}`; }
function play() {
  if (first.paused) { second.currentTime = twin(first.currentTime); films.forEach((film) => film.play().catch(() => {})); } else films.forEach((film) => film.pause());
  find("#play").textContent = first.paused ? "Play both" : "Pause";
}
find("#play").addEventListener("click", play);
first.addEventListener("timeupdate", () => {
  const wanted = twin(first.currentTime);
  if (!first.paused && Math.abs(second.currentTime - wanted) > 0.12) second.currentTime = wanted;
  say();
});
for (const name of ["pause", "ended", "play"]) first.addEventListener(name, () => { if (name !== "play") second.pause(); find("#play").textContent = first.paused ? "Play both" : "Pause"; });
const columns = ["shot", sides[0].name, sides[1].name, "what changed"];
find("#list").append(make("thead", {}, make("tr", {}, ...columns.map((name) => make("th", { scope: "col", text: name })))));
find("#list").append(make("tbody", {}, ...data.rows.map((row) => make("tr", {},
  make("td", {}, row.seek == null ? row.id : make("button", { type: "button", onclick: () => seek(row.seek), text: row.id })),
  ...row.stills.map((name, at) => make("td", {}, name ? make("img", { src: sides[at].pictures[name], alt: `${row.id} in ${sides[at].name}` }) : "not there")),
  make("td", {}, ...(row.changes.length ? row.changes.map((words) => make("div", { text: words })) : [make("span", { class: "same", text: "nothing" })]),
    ...row.figures.map((words) => make("div", { class: "quiet", text: words })))))));
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const actions = { " ": play, k: play, j: () => seek(first.currentTime - 5), l: () => seek(first.currentTime + 5), ArrowLeft: () => seek(first.currentTime - 1 / sides[0].fps), ArrowRight: () => seek(first.currentTime + 1 / sides[0].fps), Home: () => seek(0), End: () => seek(end), t: () => turn() };
  if (!actions[event.key] || (event.key === " " && event.target.closest("button"))) return;
  event.preventDefault();
  actions[event.key]();
}, true);
say();
