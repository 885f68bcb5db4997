// During an assembly: what is typed stays in this browser until the table has it, and a press waits for the network.
// Without this script every form is sent by its own button.
(() => {
  const PAUSE = 700;
  const AGAIN = 4000;
  const memory = new Map();
  const timers = new Map();
  const saved = new Map(); // of each form: what the table last took, which version that made, and what it said
  let flushing = false;
  let leaving = null;
  let told = "";

  const table = () => document.getElementById("sitting");
  const name = (key) => `parvis:table:${table().dataset.user}:${table().dataset.assembly}:${key}`;

  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(name(key)));
    } catch {
      return memory.get(name(key)) || null;
    }
  }

  function write(key, value) {
    try {
      localStorage.setItem(name(key), JSON.stringify(value));
    } catch {
      memory.set(name(key), value);
    }
  }

  function forget(key) {
    memory.delete(name(key));
    try {
      localStorage.removeItem(name(key));
    } catch {
      return;
    }
  }

  // --- words, saved as they are typed ------------------------------------------------------------

  function typed(form) {
    const found = [...new FormData(form)].filter(([field]) => field !== "csrfmiddlewaretoken" && field !== "version");
    return JSON.stringify(found.sort());
  }

  // What the table holds: what it last said that it saved, else the form as it was drawn.
  function held(form) {
    if (form.dataset.held) return form.dataset.held;
    const found = [];
    for (const field of form.elements) {
      if (!field.name || field.name === "csrfmiddlewaretoken" || field.name === "version") continue;
      if (field.type === "radio" || field.type === "checkbox") {
        if (field.defaultChecked) found.push([field.name, field.value]);
      } else if (field.tagName === "SELECT") {
        const drawn = [...field.options].find((option) => option.defaultSelected) || field.options[0];
        found.push([field.name, drawn.value]);
      } else if (field.tagName === "TEXTAREA" || field.tagName === "INPUT") found.push([field.name, field.defaultValue]);
    }
    return JSON.stringify(found.sort());
  }

  function say(form, words) {
    const line = form.querySelector(".keep__line");
    if (line && line.textContent !== words) line.textContent = words;
  }

  function keep(form) {
    write(form.id, { typed: typed(form), version: form.querySelector("[name=version]").value });
    say(form, table().dataset.unsaved);
    later(form.id, PAUSE);
  }

  function later(key, delay) {
    clearTimeout(timers.get(key));
    timers.set(key, setTimeout(() => send(key), delay));
  }

  function send(key) {
    if (isBusy()) {
      later(key, PAUSE);
      return;
    }
    const form = document.getElementById(key);
    if (form && read(key) && !form.querySelector("[data-conflict]")) htmx.trigger(form, "keep:send");
  }

  function fill(form, stored) {
    const values = new Map(JSON.parse(stored.typed));
    for (const field of form.elements) {
      if (!field.name || field.name === "csrfmiddlewaretoken" || field.name === "version") continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.get(field.name) === field.value;
      else if (values.has(field.name)) field.value = values.get(field.name);
    }
    form.querySelector("[name=version]").value = stored.version;
  }

  // The table took these words, and this page may have been drawn just before.
  function remember(form) {
    const last = saved.get(form.id);
    const drawn = Number(form.querySelector("[name=version]").value);
    if (!last || drawn > last.version || form.querySelector("[data-conflict]")) return;
    if (drawn < last.version) fill(form, last);
    form.dataset.held = last.typed;
    say(form, last.words);
  }

  // After a page was drawn: what it does not hold yet is put back in its form, and sent again.
  function restore() {
    if (!table()) return;
    for (const form of table().querySelectorAll("form[data-keep]")) {
      remember(form);
      const stored = read(form.id);
      if (!stored || form.querySelector("[data-conflict]")) continue;
      if (stored.typed === held(form)) {
        forget(form.id);
        continue;
      }
      if (stored.typed !== typed(form)) fill(form, stored);
      say(form, table().dataset.unsaved);
      later(form.id, PAUSE);
    }
    showWaiting();
  }

  // --- presses, which leave one by one: for the network, or for the answer to the one before ---------

  const isBusy = () => Boolean(leaving) || flushing || (read("presses") || []).length > 0;

  function showWaiting() {
    const waiting = read("presses") || [];
    const words = waiting.length ? `${table().dataset.waiting} ${waiting.length}` : "";
    notice([told, words].filter(Boolean).join(" "));
  }

  function notice(words) {
    const line = document.getElementById("network");
    if (line.textContent !== words) line.textContent = words;
    line.hidden = !words;
  }

  function offline(words) {
    told = words;
    showWaiting();
  }

  const bodyOf = (said) => new URLSearchParams([...said.entries()]).toString();

  // The same button pressed twice in a row is pressed once.
  function isRepeated(press, before) {
    const words = (one) => one.path + one.body.replace(/&?pressed_at=[^&]*/, "");
    return Boolean(before) && words(press) === words(before);
  }

  function wait(path, said) {
    const press = { path, body: bodyOf(said) };
    const waiting = read("presses") || [];
    if (!isRepeated(press, waiting.at(-1) || leaving)) waiting.push(press);
    write("presses", waiting);
    showWaiting();
    setTimeout(flush, AGAIN);
  }

  async function flush() {
    if (flushing || leaving || !table() || !(read("presses") || []).length) return;
    flushing = true;
    const refusals = [];
    try {
      for (let waiting = read("presses"); waiting.length; waiting = read("presses")) {
        const { path, body } = waiting[0];
        const headers = { "HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded" };
        const answer = await fetch(path, { method: "POST", body, headers });
        const word = answer.headers.get("Parvis-Table");
        if (!word && (answer.ok || answer.status >= 500)) throw new Error("not ours");
        write("presses", waiting.slice(1));
        if (word === "refused") {
          const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
          refusals.push(drawn.querySelector("#refusal, .keep__refusal")?.textContent.trim() || "");
        }
      }
      forget("presses");
      told = refusals.join(" ");
      draw("#sitting");
    } catch {
      setTimeout(flush, AGAIN);
    } finally {
      flushing = false;
    }
  }

  function draw(part) {
    htmx.ajax("GET", table().dataset.url, { target: part, select: part, swap: "outerHTML" });
  }

  // --- what htmx tells ---------------------------------------------------------------------------

  const ours = (xhr) => Boolean(xhr.getResponseHeader("Parvis-Table"));
  const keptForm = (element) => element.closest("form[data-keep]");
  const isPress = (element) => element.matches("[data-act]");

  // While a press is on its way: its answer draws the table anew, and its button must still be there if none comes.
  function isOvertaken({ requestConfig }) {
    return requestConfig.verb === "get" && Boolean(leaving || flushing);
  }

  function isQuiet() {
    const forms = [...table().querySelectorAll("form[data-keep]")];
    return !forms.some((form) => read(form.id)) && !document.getElementById("point").contains(document.activeElement);
  }

  function failed(detail) {
    const { requestConfig, xhr } = detail;
    const { elt } = requestConfig;
    if (isPress(elt)) leaving = null;
    const isLocked = xhr.status >= 200 && xhr.status < 500;
    offline(isLocked ? table().dataset.locked : table().dataset.offline);
    if (isPress(elt)) {
      if (!isLocked || xhr.status === 200) wait(requestConfig.path, requestConfig.formData);
    } else if (keptForm(elt)) {
      say(keptForm(elt), table().dataset.unsaved);
      later(keptForm(elt).id, AGAIN);
    }
  }

  function answered(detail) {
    const { requestConfig, xhr } = detail;
    const { elt } = requestConfig; // detail.elt is an ancestor where the answer replaced the element
    const word = xhr.getResponseHeader("Parvis-Table");
    const form = document.getElementById(keptForm(elt)?.id);
    if (told === table().dataset.offline || told === table().dataset.locked) offline("");
    if (isPress(elt)) leaving = null;
    if (form && !isPress(elt) && word === "saved") {
      const sent = [...requestConfig.formData].filter(([field]) => field !== "csrfmiddlewaretoken" && field !== "version");
      const drawn = new DOMParser().parseFromString(xhr.responseText, "text/html");
      const version = drawn.querySelector("[name=version]").value;
      const words = drawn.querySelector(".keep__line").textContent.trim();
      saved.set(form.id, { typed: JSON.stringify(sent.sort()), version: Number(version), words });
      form.dataset.held = saved.get(form.id).typed;
      form.querySelector("[name=version]").value = version;
      say(form, words);
      if (typed(form) === form.dataset.held) forget(form.id);
      else keep(form);
    }
    if (form && word === "stale") write(form.id, { typed: typed(form), version: form.querySelector("[name=version]").value });
    if (elt.id === "watch" && word === "screen" && isQuiet()) draw("#point");
    flush();
  }

  document.addEventListener("input", (event) => {
    const form = event.target.closest("#sitting form[data-keep]");
    if (form) keep(form);
  });

  document.addEventListener("click", (event) => {
    const way = event.target.closest("#sitting [data-take]");
    if (way) forget(way.closest("form").id);
  });

  document.addEventListener("htmx:configRequest", (event) => {
    if (isPress(event.detail.elt)) event.detail.parameters.pressed_at = new Date().toISOString();
  });

  // The answer to a press draws the table anew: a second one made meanwhile leaves after it, and never from a form that is gone.
  document.addEventListener("htmx:confirm", (event) => {
    const { elt, path, question } = event.detail;
    if (!isPress(elt) || !isBusy()) return;
    event.preventDefault();
    if (question && !window.confirm(question)) return;
    const said = new FormData(elt.closest("form"));
    said.set("pressed_at", new Date().toISOString());
    wait(path, said);
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, requestConfig } = event.detail;
    if (isPress(elt)) leaving = { path: requestConfig.path, body: bodyOf(requestConfig.formData) };
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!ours(event.detail.xhr) || isOvertaken(event.detail)) event.detail.shouldSwap = false;
  });

  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    if (event.detail.target.contains(document.activeElement)) event.detail.shouldSwap = false;
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    if (!table()) return;
    if (event.detail.xhr.status && ours(event.detail.xhr)) answered(event.detail);
    else failed(event.detail);
  });

  document.addEventListener("htmx:afterSettle", restore);
  window.addEventListener("online", () => {
    restore();
    flush();
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", restore);
  else restore();
  htmx.config.timeout = 15000;
  flush();
})();
