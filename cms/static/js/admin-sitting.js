// During an assembly: what is typed stays in this browser until the table has it, and a press waits for the network.
// Without this script every form is sent by its own button.
(() => {
  const PAUSE = 700;
  const AGAIN = 4000;
  const memory = new Map();
  const timers = new Map();
  let flushing = false;
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

  // After a page was drawn: what it does not hold yet is put back in its form, and sent again.
  function restore() {
    if (!table()) return;
    for (const form of table().querySelectorAll("form[data-keep]")) {
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

  // --- presses, which wait for the network in their order ------------------------------------------

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

  function wait(path, parameters) {
    const body = new URLSearchParams([...parameters.entries()]).toString();
    const waiting = read("presses") || [];
    if (!waiting.some((one) => one.path === path && one.body === body)) waiting.push({ path, body });
    write("presses", waiting);
    showWaiting();
    setTimeout(flush, AGAIN);
  }

  async function flush() {
    if (flushing || !table() || !(read("presses") || []).length) return;
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

  function isQuiet() {
    const forms = [...table().querySelectorAll("form[data-keep]")];
    return !forms.some((form) => read(form.id)) && !document.getElementById("point").contains(document.activeElement);
  }

  function failed(detail) {
    const { requestConfig, xhr } = detail;
    const { elt } = requestConfig;
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
    if (form && !isPress(elt) && word === "saved") {
      const sent = [...requestConfig.formData].filter(([field]) => field !== "csrfmiddlewaretoken" && field !== "version");
      form.dataset.held = JSON.stringify(sent.sort());
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

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!ours(event.detail.xhr)) event.detail.shouldSwap = false;
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
