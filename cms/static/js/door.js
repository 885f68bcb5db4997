// Keeps the list at the door of an event working without network. Each tick is written on the telephone at once, under a
// key of its own, and leaves when it can; the site writes each key once. Without this script every line is a form.
(() => {
  const { event, page: PAGE, state: STATE, worker: WORKER, forget, kept } = document.body.dataset;
  const CACHE = `accueil-${event}`;
  const PREFIX = `parvis-accueil-${event}-`;
  const NOTE = `${PREFIX}note-`;
  const words = JSON.parse(document.getElementById("door-words").textContent);
  const list = document.querySelector("[data-list]");
  const search = document.querySelector("[data-search]");
  const status = document.querySelector("[data-status]");
  const EVERY = 20_000;
  let token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  let seenAt = document.body.dataset.at;
  let came = Number(document.querySelector("[data-came]").textContent);
  let said = "";
  let busy = false;
  let again = false;
  let refused = false;

  try {
    localStorage.setItem(`${PREFIX}oubli`, forget);
  } catch {
    return; // nothing can be kept here: the forms of the page go on working
  }

  const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (_all, name) => facts[name]);
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const newKey = () => (crypto.randomUUID ? crypto.randomUUID() : ([1e7] + -1e3 + -4e3 + -8e3 + -1e11).replace(/[018]/g,
    (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16)));
  const lineOf = (id) => list.querySelector(`[data-party="${id}"]`);
  const isOver = () => Date.now() >= Number(forget);

  function pending() {
    return Object.keys(localStorage).filter((name) => name.startsWith(NOTE))
      .map((name) => JSON.parse(localStorage.getItem(name))).sort((a, b) => a.at - b.at);
  }

  // --- what the page shows ------------------------------------------------------------------
  function show() {
    const waiting = pending();
    waiting.forEach(overlay);
    const change = new Map(waiting.map((note) => [note.party, note.present]));
    const extra = [...change].reduce((sum, [id, present]) => sum + present - Number(lineOf(id)?.dataset.present || 0), 0);
    document.querySelector("[data-came]").textContent = came + extra;
    status.textContent = [waiting.length ? fill(words.waiting, { count: waiting.length }) : "", said].filter(Boolean).join(" ");
    status.classList.toggle("status--waiting", waiting.length > 0);
    narrow();
  }

  function overlay(note) {
    const line = lineOf(note.party) || addLine({ id: note.party, name: note.name || words.unnamed, places: words.new, key: "" });
    line.classList.add("party--noted");
    line.querySelector("[data-here]").textContent = fill(words.noted, { count: note.present });
    line.querySelector("[data-others]").hidden = true;
    setNumber(line, note.present);
  }

  function addLine(party) {
    list.append(document.querySelector("template[data-line]").content.cloneNode(true));
    const line = list.lastElementChild;
    line.id = line.dataset.party = party.id;
    line.querySelectorAll("[aria-label]").forEach((part) => part.setAttribute("aria-label", `${part.getAttribute("aria-label")} ${party.name}`));
    line.querySelector("[data-name]").textContent = party.name;
    prepare(line);
    return line;
  }

  function draw(party) {
    const line = lineOf(party.id) || addLine(party);
    line.querySelector("[data-name]").textContent = party.name;
    line.querySelector("[data-places]").textContent = party.places;
    line.querySelector("[data-here]").textContent = party.here;
    line.querySelector("[data-others]").textContent = party.others;
    line.querySelector("[data-others]").hidden = !party.others;
    line.classList.toggle("party--noted", party.noted);
    line.dataset.key = party.key;
    line.dataset.present = party.noted ? party.number : 0;
    setNumber(line, party.number);
  }

  // Whoever is writing a number is not interrupted by what comes from the other telephones.
  function setNumber(line, number) {
    const field = line.querySelector("[name=present]");
    if (document.activeElement !== field) field.value = number;
  }

  function apply(state) {
    seenAt = state.at;
    came = state.came;
    state.parties.forEach(draw);
    const known = new Set([...state.parties.map((party) => party.id), ...pending().map((note) => note.party)]);
    [...list.children].filter((line) => !known.has(line.id)).forEach((line) => line.remove());
  }

  function narrow() {
    const wanted = fold(search.value);
    const lines = [...list.children];
    lines.forEach((line) => { line.hidden = !fold(line.querySelector("[data-name]").textContent).includes(wanted); });
    document.querySelector("[data-none]").hidden = lines.some((line) => !line.hidden);
  }

  // --- what one does ------------------------------------------------------------------------
  function note(party, present, name = "") {
    const before = pending().filter((one) => one.party === party).at(-1);
    const key = newKey();
    const seen = before?.key || lineOf(party)?.dataset.key || null;
    localStorage.setItem(`${NOTE}${key}`, JSON.stringify({ key, party, present, name, at: Date.now(), seen, seen_at: before?.seen_at || seenAt }));
    show();
    sync();
  }

  function prepare(line) {
    const field = line.querySelector("[name=present]");
    line.dataset.present ||= line.classList.contains("party--noted") ? field.value : 0;
    line.querySelectorAll("[data-step]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => { field.value = Math.min(999, Math.max(0, Number(field.value) + Number(button.dataset.step))); });
    });
    line.querySelector("form").addEventListener("submit", (sent) => {
      sent.preventDefault();
      field.blur();
      note(line.dataset.party, Number(field.value));
      if (search.value) search.select(); // ready for the next name
    });
  }

  // --- what leaves, and comes back ----------------------------------------------------------
  class SignedOut extends Error {}

  async function ask(body) {
    const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
    const answer = await fetch(STATE, { method: body ? "POST" : "GET", body, headers, redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect") throw new SignedOut();
    return answer;
  }

  async function send(waiting) {
    const now = Date.now();
    const notes = waiting.slice(0, 200).map(({ at, ...one }) => ({ ...one, ago: now - at }));
    const answer = await ask(JSON.stringify({ notes }));
    // The token of a page that was kept is out of date: take a fresh one, and the notes leave with the next turn.
    if (answer.status === 403 && !refused) {
      refused = again = true;
      return ask();
    }
    refused = refused && !answer.ok;
    return answer;
  }

  async function sync() {
    if (busy) { again = true; return; }
    busy = true;
    again = false;
    try {
      const waiting = pending();
      const answer = waiting.length ? await send(waiting) : await ask();
      if (!answer.ok) throw new Error(answer.status);
      const state = await answer.json();
      token = state.token;
      [...(state.kept || []), ...(state.gone || [])].forEach((key) => localStorage.removeItem(`${NOTE}${key}`));
      apply(state);
      if (!isOver()) localStorage.setItem(`${PREFIX}etat`, JSON.stringify({ ...state, token: "" }));
      again ||= waiting.length > 200;
      said = pending().length ? "" : [words.sent, document.body.dataset.ready ? words.kept : ""].join(" ").trim();
    } catch (problem) {
      again = false;
      said = problem instanceof SignedOut ? words.signed_out : words.offline;
      if (problem instanceof SignedOut) await forgetNames();
    }
    busy = false;
    show();
    if (again) sync();
    else if (isOver() && !pending().length) await forgetNames();
  }

  // --- what the telephone keeps -------------------------------------------------------------
  async function keepPage() {
    if (!kept || isOver()) return forgetNames();
    if (!("serviceWorker" in navigator)) { said = words.not_kept; return show(); }
    await navigator.serviceWorker.register(WORKER);
    const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon]")].map((link) => link.href);
    const cache = await caches.open(CACHE);
    await cache.addAll([...parts, document.querySelector("script[src]").src]);
    const answer = await fetch(PAGE, { cache: "no-store" });
    if (answer.ok && !answer.redirected) await cache.put(PAGE, answer);
    document.body.dataset.ready = "1";
    said = words.kept;
    show();
  }

  async function forgetNames() {
    localStorage.removeItem(`${PREFIX}etat`);
    if (!("caches" in window)) return;
    await caches.delete(CACHE);
    const worker = await navigator.serviceWorker?.getRegistration(PAGE);
    if (worker?.scope.endsWith(PAGE)) await worker.unregister();
  }

  const erase = document.querySelector("[data-erase]");
  erase.hidden = false;
  erase.addEventListener("click", async () => {
    if (pending().length && !window.confirm(words.erase)) return;
    Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)).forEach((name) => localStorage.removeItem(name));
    await forgetNames();
    list.replaceChildren();
    said = words.erased;
    show();
  });

  document.querySelectorAll("[data-plain]").forEach((part) => { part.hidden = true; });
  document.querySelector("[role=search]").addEventListener("submit", (sent) => sent.preventDefault());
  search.addEventListener("input", narrow);
  document.querySelector("[data-add]").addEventListener("submit", (sent) => {
    sent.preventDefault();
    const { name, present } = sent.target.elements;
    note(`w${newKey()}`, Number(present.value), name.value.trim());
    sent.target.reset();
    name.focus();
  });
  [...list.children].forEach(prepare);

  const told = localStorage.getItem(`${PREFIX}etat`);
  if (told && JSON.parse(told).at > seenAt) apply(JSON.parse(told));
  show();
  keepPage().catch(() => {}).then(sync);
  window.addEventListener("online", sync);
  document.addEventListener("visibilitychange", () => document.hidden || sync());
  setInterval(() => document.hidden || sync(), EVERY);
})();
