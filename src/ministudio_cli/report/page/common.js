"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const find = (what) => document.querySelector(what);
function make(tag, told = {}, ...children) {
  const one = document.createElement(tag);
  for (const [name, value] of Object.entries(told)) {
    if (name === "text") one.textContent = value;
    else if (name === "style") Object.assign(one.style, value);
    else if (name.startsWith("on")) one.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) one.setAttribute(name, value === true ? "" : value);
  }
  one.append(...children.filter((child) => child != null));
  return one;
}
function drawn(tag, told, ...children) {
  const one = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(told)) one.setAttribute(name, value);
  one.append(...children);
  return one;
}
const clock = (seconds, fps) => {
  const whole = Math.max(0, seconds) + 1e-4;
  const frame = Math.floor((whole % 1) * fps);
  return `${Math.floor(whole / 60)}:${String(Math.floor(whole % 60)).padStart(2, "0")}:${String(frame).padStart(2, "0")}`;
};
const dollars = (sum) => `$${Number(sum).toFixed(2)}`;
const change = (before, after, digits) => before == null ? "–" : after == null ? before.toFixed(digits) : `${before.toFixed(digits)} → ${after.toFixed(digits)}`;
function shade() {
  let chosen = null;
  try { chosen = localStorage.getItem("ministudio-theme"); } catch { /* a page from disk may have no storage */ }
  const set = (theme) => {
    document.documentElement.dataset.theme = theme;
    find("#theme").textContent = theme === "dark" ? "Light" : "Dark";
    find("#theme").setAttribute("aria-label", `Switch to ${theme === "dark" ? "light" : "dark"}`);
  };
  set(chosen || (matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark"));
  const turn = () => {
    const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    try { localStorage.setItem("ministudio-theme", next); } catch { /* see above */ }
    set(next);
  };
  find("#theme").addEventListener("click", turn);
  return turn;
}
function verdictsOf(film) {
  if (!film.run) return film.verdict;
  const made = Object.values(film.run.made), count = made.filter(Boolean).length;
  return [...film.verdict, [`${count} of ${made.length}`, "shots made, the others reused", ""], [dollars(film.run.spent), "spent by this render", ""]];
}
const verdictOf = (film) => verdictsOf(film).map(([figure, words, tone]) => make("li", { class: tone }, make("b", { text: figure }), make("span", { text: words })));
