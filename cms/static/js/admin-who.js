// Completes what is typed in « Avec qui? ». Without this script, the button searches and the answers are boxes to tick.
(() => {
  const PAUSE = 120;

  function option(one, id) {
    const line = document.createElement("li");
    line.id = id;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    for (const [part, text] of [["name", one.name], ["detail", one.detail]]) {
      const span = document.createElement("span");
      span.className = `who__${part}`;
      span.textContent = text;
      if (text) line.append(span);
    }
    return line;
  }

  function chosenLine(one, name) {
    const line = document.createElement("li");
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name, value: one.token, checked: true });
    const text = document.createElement("span");
    text.className = "who__name";
    text.textContent = one.name;
    const detail = document.createElement("span");
    detail.className = "who__detail";
    detail.textContent = one.detail;
    label.append(box, text, detail);
    line.append(label);
    return line;
  }

  function complete(field) {
    const part = (name) => field.querySelector(`[data-who-${name}]`);
    const [words, list, status, chosen] = ["words", "list", "status", "chosen"].map(part);
    const name = words.name.replace(/-words$/, "");
    let found = [];
    let current = -1;
    let timer;
    let asked = 0;

    part("look").hidden = true;
    list.id = `${words.id}-list`;
    words.setAttribute("role", "combobox");
    words.setAttribute("aria-autocomplete", "list");
    words.setAttribute("aria-controls", list.id);
    close();

    function close() {
      list.hidden = true;
      current = -1;
      words.setAttribute("aria-expanded", "false");
      words.removeAttribute("aria-activedescendant");
    }

    function point(index) {
      current = (index + found.length) % found.length;
      [...list.children].forEach((line, at) => line.setAttribute("aria-selected", String(at === current)));
      words.setAttribute("aria-activedescendant", list.children[current].id);
      list.children[current].scrollIntoView({ block: "nearest" });
    }

    function say(answers) {
      found = answers;
      list.replaceChildren(...found.map((one, at) => option(one, `${list.id}-${at}`)));
      const sentence = found.length > 1 ? field.dataset.many : found.length ? field.dataset.one : field.dataset.none;
      status.textContent = sentence.replace("{n}", found.length);
      status.classList.toggle("w-sr-only", found.length > 0);
      list.hidden = !found.length;
      words.setAttribute("aria-expanded", String(!list.hidden));
      if (found.length) point(0);
    }

    function keepTicked() {
      part("found")?.querySelectorAll("input:checked").forEach((box) => chosen.append(box.closest("li")));
      part("found")?.remove();
    }

    function choose(one) {
      keepTicked();
      const there = [...chosen.querySelectorAll("input")].find((box) => box.value === one.token);
      if (there) there.checked = true;
      else chosen.append(chosenLine(one, name));
      words.value = "";
      status.textContent = "";
      close();
      words.focus();
    }

    async function look() {
      const text = words.value.trim();
      const number = ++asked;
      if (!text) {
        status.textContent = "";
        close();
        return;
      }
      const answer = await fetch(`${field.dataset.url}?q=${encodeURIComponent(text)}`, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (number === asked && answer.ok) say((await answer.json()).found);
    }

    words.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, PAUSE);
    });
    words.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && words.value.trim()) {
        event.preventDefault();
        if (!list.hidden) choose(found[current]);
      } else if (event.key === "Escape") close();
      else if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        event.preventDefault();
        point(current + (event.key === "ArrowDown" ? 1 : -1));
      }
    });
    words.addEventListener("blur", close);
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const line = event.target.closest("[role=option]");
      if (line) choose(found[[...list.children].indexOf(line)]);
    });
    if (!chosen.children.length && !part("found")) words.focus();
  }

  const start = () => document.querySelectorAll("[data-who]").forEach(complete);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
