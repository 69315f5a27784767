let room = data, open = "", editing = null, current = 0;
const film = () => room.film;
const shotOf = (id) => film().shots.find((shot) => shot.id === id);
const exact = (sum) => { const cents = Number(sum) * 100; return Math.abs(cents - Math.round(cents)) < 1e-6 ? dollars(sum) : `$${Number(sum)}`; };
const cost = (sum) => Number(sum) > 0 ? exact(sum) : "free";
let refusal = "";
// A refusal stays until it is read: progress does not take its place, and a card does not hide it.
const say = (words) => { refusal = words; refused(); };
function refused() {
  const shown = refusal ? [make("span", { class: "fault", text: refusal }), make("button", { type: "button", text: "Close", "aria-label": "Close this message", onclick: () => { refusal = ""; refused(); } })] : [];
  for (const place of [find("#refused"), find("#card-refused")]) if (place) { place.hidden = !refusal; }
  const place = find("#card").open && find("#card-refused") ? find("#card-refused") : find("#refused");
  place.replaceChildren(...shown);
}

async function ask(what, wanted = {}) {
  const answer = await fetch(`/do/${what}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(wanted) });
  const got = await answer.json().catch(() => ({ error: "the room is closed" }));
  if (!answer.ok) { say(got.hint ? `${got.error} · ${got.hint}` : got.error); return false; }
  return got;
}
let asking = false;
async function another(shot) {
  if (asking) return;
  asking = true;
  try {
    const answer = await ask("quote", { shot: shot.id });
    if (answer) await buying("take", { shot: shot.id }, answer.price, `Another take of ${shot.id}`);
  } finally { asking = false; }
}
const buying = (what, wanted, price, words) => {
  if (Number(price) > 0) {
    const cap = room.cap == null ? "there is no cap" : `the cap is ${exact(room.cap)}`;
    if (!confirm(`${words} costs ${exact(price)}. The film has cost ${exact(film().spent)}; ${cap}. Buy it?`)) return;
  }
  return ask(what, { ...wanted, price });
};
const act = (words, does, more = {}) => make("button", { type: "button", text: words, onclick: does, disabled: data.reading, ...more });

function edited(shot, line) {
  const was = line ? line.words : shot.action, label = line ? `line of ${line.speaker}` : "action";
  const key = `${shot.id}/${line ? line.number : "action"}`;
  if (editing !== key) {
    const words = was || "no action: add one";
    const shown = [line ? make("small", { text: line.speaker }) : null, words];
    return make("button", { type: "button", class: was ? "text" : "text empty", disabled: data.reading, "aria-label": `Edit the ${label} of ${shot.id}: ${words}`, "data-key": key, onclick: () => { editing = key; draw(); find("#editor")?.focus(); } }, ...shown);
  }
  const field = make("textarea", { id: "editor", "aria-label": `The ${label} of ${shot.id}` });
  field.value = was;
  const save = async () => {
    const words = field.value.trim();
    if (words === was || await ask("edit", { shot: shot.id, line: line ? line.number : null, words, was })) { editing = null; await fresh(); }
  };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.stopPropagation(); event.preventDefault(); editing = null; draw(); }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
  });
  return make("div", {}, field, make("div", { class: "tools" }, act("Save", save, { class: "main" }), act("Cancel", () => { editing = null; draw(); })));
}
function cardOf(shot, index) {
  const take = shot.takes.find((one) => one.shown), still = shot.look;
  const busy = room.doing.shot === shot.id || room.waiting.some((name) => name.endsWith(` ${shot.id}`));
  const look = make("button", { type: "button", class: "look", "aria-label": `Takes of shot ${shot.number}, ${shot.id}`, onclick: () => show(shot.id) },
    still ? make("img", { src: still, alt: "", loading: "lazy" }) : make("span", { class: "none", text: "being drawn" }),
    busy ? make("span", { class: "live", text: "at work" }) : null);
  const chips = [`${shot.seconds.toFixed(1)} s`, shot.takes.length > 1 ? `take ${take ? take.take : "–"} of ${shot.takes.length}` : "", shot.buys ? (Number(shot.due) > 0 ? `${exact(shot.due)} due` : "bought") : "", shot.verdict].filter(Boolean).join(" · ");
  return make("li", { class: "shot", "data-shot": shot.id, "aria-current": index === current ? "true" : false }, look,
    make("div", { class: "words" }, make("h3", { text: `${shot.number} ${shot.id}` }), make("p", { class: "how", text: `${shot.how} · ${shot.set}${shot.cast.length ? ` · ${shot.cast.join(", ")}` : ""}` }),
      make("p", { class: "how", text: chips }), edited(shot, null), ...shot.lines.map((line) => edited(shot, line)),
      make("div", { class: "tools" }, act("Preview", () => ask("preview", { shot: shot.id })), act("Takes", () => show(shot.id), { disabled: false }))));
}
function bar() {
  const facts = [`${film().seconds.toFixed(1)} s`, `${film().width}×${film().height}`, `${cost(film().due)} to render`, `${exact(film().spent)} spent`, room.cap == null ? "no cap" : `cap ${exact(room.cap)}`];
  if (data.reading) facts.push("shared for looking");
  find("#bar").replaceChildren(make("span", { class: "sum", text: facts.join(" · ") }), act("Render the film", () => buying("render", {}, film().due, "The film"), { class: "main" }));
}
function progress() {
  const doing = room.doing, last = room.results[room.results.length - 1];
  if (doing.job) {
    find("#doing").replaceChildren(`${doing.job}: ${doing.words || "beginning"}`, ...(doing.whole ? [make("progress", { max: doing.whole, value: doing.done, "aria-label": doing.job })] : []), room.waiting.length ? ` · ${room.waiting.length} waiting` : "");
  } else if (last) {
    find("#doing").replaceChildren(make("span", { class: last.fault ? "fault" : "result", text: last.hint ? `${last.words} · ${last.hint}` : last.words }));
  } else find("#doing").textContent = "nothing under way";
}
function anchors() {
  find("#anchors").hidden = !film().approval;
  if (!film().approval) return;
  const left = film().anchors.filter((one) => !one.approved).length;
  find("#anchors .tools").replaceChildren(
    act(`Make them (${cost(film().anchors_due)})`, () => buying("anchors", {}, film().anchors_due, "All plates and portraits")),
    act("Approve all plates", () => ask("approve", { what: "plates" })), act("Approve all portraits", () => ask("approve", { what: "portraits" })),
    make("span", { class: "sum", text: film().anchors.length ? (left ? `${left} wait for approval` : "all approved") : "none is made yet" }));
  find("#anchors ul").replaceChildren(...film().anchors.map((one) => make("li", {}, make("img", { src: one.picture, alt: one.name, loading: "lazy" }), make("p", { text: `${one.name}: ${one.approved ? "approved" : "not approved"}` }))));
}
function notes() {
  find("#notes").hidden = !film().notes.length;
  find("#notes ul").replaceChildren(...film().notes.map((one) => make("li", {}, make("b", { text: `${one.shot} at ${clock(one.seconds, film().fps)}` }), make("span", { text: one.words }), act("Done", () => ask("forget", { number: one.number }), { "aria-label": `Done: ${one.words}` }))));
}
let drawnOf = "";
function draw() {
  document.documentElement.style.setProperty("--shape", `${film().width} / ${film().height}`);
  find("#title").textContent = film().title;
  const bad = [...room.faults, ...film().warnings, ...film().shots.flatMap((shot) => shot.faults.map((words) => `${shot.id}: ${words}`))];
  find("#faults").hidden = !bad.length;
  find("#faults ul").replaceChildren(...bad.map((text) => make("li", { text })));
  find("#whole").hidden = !film().film;
  if (film().film && find("#film").getAttribute("src") !== film().film) find("#film").src = film().film;
  bar(); progress(); anchors(); notes();
  const now = document.activeElement, key = now && now.dataset && now.dataset.key, kept = editing && find("#editor") ? find("#editor").value : null;
  find("#shots").replaceChildren(...film().shots.map(cardOf));
  if (kept != null && find("#editor")) { find("#editor").value = kept; if (now && now.id === "editor") find("#editor").focus(); }
  else if (key) document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
  const looks = JSON.stringify(open && shotOf(open) ? [shotOf(open), film().notes] : "");
  if (open && looks !== drawnOf) { drawnOf = looks; card(); }
}
function show(id) { open = id; current = film().shots.findIndex((shot) => shot.id === id); drawnOf = ""; draw(); if (!find("#card").open) find("#card").showModal(); }
function card() {
  const shot = shotOf(open);
  if (!shot) { find("#card").close(); return; }
  const films = () => [...document.querySelectorAll("#takes video")];
  const takes = shot.takes.map((one) => make("div", { class: `take${one.shown ? " shown" : ""}${one.rejected ? " rejected" : ""}`, "data-take": one.take },
    make("p", {}, make("b", { text: `Take ${one.take}` }), ` ${one.shown ? "· shown" : ""}${one.rejected ? " · rejected" : ""} · ${cost(one.price)}${Number(one.due) > 0 ? ` (${exact(one.due)} due)` : ""}`),
    one.clip ? make("video", { src: one.clip, controls: true, playsinline: true, preload: "metadata", "aria-label": `Take ${one.take} of ${shot.id}` }) : (one.shown && shot.stills[1] ? make("img", { src: shot.stills[1], alt: `Take ${one.take}, as it is planned` }) : make("p", { class: "how", text: "no clip of it is here yet" })),
    make("div", { class: "tools" }, act("Pick", () => ask("pick", { shot: shot.id, take: one.take }), { disabled: data.reading || (one.shown && !one.rejected), "aria-label": `Pick take ${one.take}` }), act("Reject", () => ask("reject", { shot: shot.id, take: one.take }), { disabled: data.reading || one.rejected, "aria-label": `Reject take ${one.take}` }))));
  const words = make("textarea", { id: "note", "aria-label": "A note at this moment", placeholder: "A note at this moment" });
  const kept = find("#note"), typing = document.activeElement === kept && kept;
  if (kept && find("#card").dataset.shot === shot.id) words.value = kept.value;
  const places = find("#card").dataset.shot === shot.id ? Object.fromEntries(films().map((one) => [one.closest(".take").dataset.take, one.currentTime])) : {};
  const noted = async () => { const at = films()[0]; if (await ask("note", { shot: shot.id, seconds: at ? at.currentTime : 0, words: words.value })) { words.value = ""; await fresh(); } };
  const together = () => { const all = films(), on = all.some((one) => !one.paused); all.forEach((one) => { if (on) one.pause(); else { one.currentTime = all[0].currentTime; one.play(); } }); };
  const own = film().notes.filter((one) => one.shot === shot.id);
  find("#card").replaceChildren(
    make("button", { type: "button", class: "close", text: "Close", onclick: () => find("#card").close() }),
    make("p", { id: "card-refused", role: "alert", hidden: true }),
    make("h2", { id: "card-title", text: `${shot.number} ${shot.id}` }), make("p", { class: "how", text: `${shot.how} · ${shot.set} · ${shot.scene}` }),
    make("div", { class: "tools" }, make("button", { type: "button", text: "Play all, in step", id: "together", onclick: together }),
      act(`Another take (${cost(shot.price)})`, () => another(shot), { class: "main", id: "another" }), act("Preview", () => ask("preview", { shot: shot.id }))),
    make("div", { id: "takes" }, ...takes),
    make("h3", { text: "Notes" }), ...own.map((one) => make("p", {}, make("button", { type: "button", text: clock(one.seconds, film().fps), "aria-label": `Go to the note at ${one.seconds} s`, onclick: () => films().forEach((all) => { all.currentTime = one.seconds; }) }), ` ${one.words}`)),
    words, make("div", { class: "tools" }, act("Keep the note", noted)),
    make("h3", { text: "Prompt" }), make("pre", { class: "prompt", text: shot.prompt || "none: it shows footage" }),
    make("p", { class: "how", text: `seed ${shot.seed}${shot.film ? ` · in the film from ${shot.film[0].toFixed(2)} to ${shot.film[1].toFixed(2)} s` : ""}${shot.verdict ? ` · ${shot.verdict}` : ""}` }));
  find("#card").dataset.shot = shot.id;
  films().forEach((one) => { const at = places[one.closest(".take").dataset.take]; if (at) one.currentTime = at; });
  if (typing) words.focus();
  refused();
}
async function fresh() {
  const answer = await fetch("/state");
  if (answer.ok) { room = await answer.json(); draw(); }
}
function listen() {
  const heard = new EventSource("/events");
  heard.onmessage = (event) => {
    const news = JSON.parse(event.data);
    if (news.version !== room.version) fresh();
    else { room.doing = news.doing; progress(); }
  };
  heard.onerror = () => say("the room is closed: start ministudio review again");
  heard.onopen = () => { if (refusal.startsWith("the room is closed")) { refusal = ""; refused(); } };
}
find("#card").addEventListener("close", () => { open = ""; refused(); drawnOf = ""; find("#card").replaceChildren(); document.querySelector(`#shots [aria-current="true"] .look`)?.focus(); });
const turn = shade();
document.addEventListener("keydown", (event) => {
  if (/^(TEXTAREA|INPUT|VIDEO)$/.test(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
  current = Math.min(current, film().shots.length - 1);
  const shots = film().shots, dialog = find("#card").open;
  if (event.key === "t") turn();
  else if (event.key === " " && dialog && event.target.tagName !== "BUTTON") { find("#together").click(); event.preventDefault(); }
  else if (event.key === "n" && dialog) { find("#note").focus(); event.preventDefault(); }
  else if (dialog) return;
  else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    current = Math.min(shots.length - 1, Math.max(0, current + (event.key === "ArrowRight" ? 1 : -1)));
    document.querySelectorAll(".shot").forEach((one, at) => at === current ? one.setAttribute("aria-current", "true") : one.removeAttribute("aria-current"));
    document.querySelectorAll(".shot .look")[current].focus();
    event.preventDefault();
  } else if (event.key === "p") ask("preview", { shot: shots[current].id });
  else if (event.key === "e" && !data.reading) { editing = `${shots[current].id}/action`; draw(); find("#editor").focus(); event.preventDefault(); }
});
draw();
listen();
