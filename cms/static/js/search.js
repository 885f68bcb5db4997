// While one types, the first things that answer are proposed below the field (a combobox of the ARIA patterns).
// Without it the button asks; with it the button still does.
for (const form of document.querySelectorAll("form[data-proposals]")) {
  const field = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  const said = document.createElement("p");
  let waiting, asking, chosen;

  list.id = "propositions";
  list.className = "proposed";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.getAttribute("aria-label"));
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
  field.after(list, said);

  const options = () => [...list.querySelectorAll("[role=option]")];

  const choose = (option) => {
    chosen?.setAttribute("aria-selected", "false");
    chosen = option;
    if (!option) return field.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const show = (isShown) => {
    list.hidden = !isShown;
    field.setAttribute("aria-expanded", String(isShown));
    if (!isShown) choose(undefined);
  };

  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const words = field.value;
    if (words.trim().length < 2) return show(false);
    try {
      const answer = await fetch(`${form.dataset.proposals}?q=${encodeURIComponent(words)}`, { signal: asking.signal });
      if (!answer.ok || document.activeElement !== field) return show(false);
      chosen = undefined;
      list.innerHTML = await answer.text();
      show(options().length > 0);
      said.textContent = options().length ? `${form.dataset.said} ${options().length}` : "";
    } catch {
      show(false); // Another letter was typed, or the network is away: the button remains.
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });
  field.addEventListener("keydown", (event) => {
    const all = options();
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden && all.length) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const place = chosen ? all.indexOf(chosen) + step : step > 0 ? 0 : all.length - 1;
      choose(all[place]);
    } else if (event.key === "Enter" && chosen) {
      event.preventDefault();
      location.assign(chosen.dataset.url);
    }
  });
  field.addEventListener("blur", () => setTimeout(() => show(false), 150));
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault(); // the field keeps the focus
    if (option) location.assign(option.dataset.url);
  });
}
