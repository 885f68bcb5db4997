// Files dropped on the screen leave in pieces, a few at once; a broken line, a pause or a new page goes on where it was.
// Without this script the form sends them by its own button.
(() => {
  const AT_ONCE = 3;
  const AGAIN = [1000, 3000, 8000, 20000];
  const form = document.querySelector("[data-deposit]");
  if (!form || !window.fetch) return;

  const words = JSON.parse(document.getElementById("deposit-words").textContent);
  const addresses = JSON.parse(document.getElementById("deposit-addresses").textContent);
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const input = form.querySelector("[type=file]");
  const place = input.closest(".deposit__place");
  const list = form.querySelector("[data-files]");
  const summary = form.querySelector("[data-summary]");
  const pauseButton = form.querySelector("[data-pause]");
  const next = form.querySelector("[data-next]");
  const lines = [];
  let deposit = null;
  let isPaused = false;
  let copied = 0;
  let wake = [];

  form.querySelector(".deposit__plain").hidden = true;
  input.required = false;

  const fill = (sentence, facts) => sentence.replace(/%\((\w+)\)s/g, (_all, name) => facts[name]).replace("%%", "%");
  const pause = (delay) => new Promise((resolve) => setTimeout(resolve, delay));

  class Stopped extends Error {}

  // --- the line of one file ----------------------------------------------------------------------

  function show(line, state, said = "", links = []) {
    line.state = state;
    line.place.querySelector(".deposit__state").textContent = words[state] ?? state;
    const bar = line.place.querySelector("progress");
    bar.hidden = !["waits", "coming", "paused", "joining"].includes(state);
    const note = line.place.querySelector("p");
    note.textContent = said;
    note.hidden = !said && !links.length;
    for (const link of links) {
      const anchor = document.createElement("a");
      anchor.href = link.url;
      anchor.textContent = link.title;
      note.append(" ", anchor);
    }
    tell();
  }

  function advance(line, received) {
    line.received = received;
    line.place.querySelector("progress").value = received / line.file.size;
    const percent = Math.floor((received / line.file.size) * 100);
    line.place.querySelector(".deposit__state").textContent = fill(words.coming, { percent });
  }

  function tell() {
    const received = lines.filter((line) => line.state === "done").length;
    summary.textContent = fill(words.summary, { received, total: lines.length, copied });
    if (next) next.hidden = !received || lines.some(isUnderWay);
  }

  const isUnderWay = (line) => ["waits", "coming", "joining", "paused"].includes(line.state);

  function add(file) {
    const item = document.createElement("li");
    item.className = "deposit__file";
    const name = document.createElement("span");
    name.textContent = file.name;
    const state = document.createElement("span");
    state.className = "deposit__state";
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    const note = document.createElement("p");
    item.append(name, state, bar, note);
    list.append(item);
    const line = { file, place: item, received: 0, url: null, state: "waits", before: lines.at(-1)?.over };
    line.over = new Promise((resolve) => (line.end = resolve));
    lines.push(line);
    show(line, "waits");
  }

  // --- what is asked of the site -----------------------------------------------------------------

  async function ask(url, options, line) {
    for (let turn = 0; ; turn += 1) {
      try {
        const answer = await fetch(url, { credentials: "same-origin", redirect: "error", ...options });
        if (answer.status < 500) return answer;
      } catch {
        // the line is broken, or the session is over: both are tried again
      }
      if (line) line.place.querySelector(".deposit__state").textContent = turn < 3 ? words.again : words.signed_out;
      await pause(AGAIN[Math.min(turn, AGAIN.length - 1)]);
      await goOn();
      if (options.method === "PATCH") return null; // ask first how far it has come
    }
  }

  const write = (fields) => ({ method: "POST", body: new URLSearchParams(fields), headers: { "X-CSRFToken": token } });

  async function openDeposit() {
    const answer = await ask(addresses.open, write(addresses.item ? { item: addresses.item } : addresses.export ? { export: "1" } : {}));
    return answer.json();
  }

  async function begin(line) {
    deposit ??= openDeposit();
    const { begin: url } = await deposit;
    const { name, size, lastModified } = line.file;
    const answer = await ask(url, write({ name, size, mark: String(lastModified) }), line);
    const said = await answer.json();
    if (!answer.ok) {
      show(line, "refused", said.said);
      throw new Stopped();
    }
    line.url = said.url;
    line.most = said.most / 2;
    advance(line, said.received);
  }

  async function howFar(line) {
    const answer = await ask(line.url, { method: "HEAD" }, line);
    if (!answer.ok) {
      show(line, "refused");
      throw new Stopped();
    }
    advance(line, Number(answer.headers.get("Upload-Offset")));
  }

  async function send(line) {
    while (line.received < line.file.size) {
      await goOn(line);
      const body = line.file.slice(line.received, line.received + line.most);
      const headers = {
        "X-CSRFToken": token,
        "Upload-Offset": String(line.received),
        "Content-Type": "application/offset+octet-stream",
      };
      const answer = await ask(line.url, { method: "PATCH", body, headers }, line);
      if (answer === null || answer.status === 400 || answer.status === 409) {
        await howFar(line);
        continue;
      }
      const said = await answer.json().catch(() => ({}));
      if (!answer.ok) {
        show(line, "refused", said.said);
        throw new Stopped();
      }
      line.state = "coming";
      advance(line, said.received);
    }
  }

  async function finish(line, keepTwice) {
    show(line, "joining");
    for (;;) {
      const answer = await ask(line.url, write(keepTwice ? { keep_twice: "1" } : {}), line);
      if (answer.status === 409) {
        await pause(AGAIN[1]);
        continue;
      }
      const said = await answer.json().catch(() => ({}));
      if (!answer.ok) show(line, "refused", said.said);
      else if (said.state === "duplicate") decide(line, said);
      else show(line, said.state, said.said, said.items);
      if (addresses.export && said.state === "done" && !lines.some(isUnderWay)) location.assign(said.items[0].url);
      return;
    }
  }

  function decide(line, said) {
    show(line, "duplicate", said.said, said.items);
    line.place.querySelector(".deposit__state").textContent = "";
    const buttons = document.createElement("div");
    const act = (label, does) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small button-secondary";
      button.textContent = label;
      button.addEventListener("click", () => {
        buttons.remove();
        does();
      });
      buttons.append(button);
    };
    act(words.keep, () => finish(line, true));
    act(words.leave, async () => {
      await ask(line.url, { method: "DELETE", headers: { "X-CSRFToken": token } }, line);
      show(line, "left");
    });
    line.place.append(buttons);
    tell();
  }

  // --- several at once ---------------------------------------------------------------------------

  async function goOn(line) {
    if (!isPaused) return;
    if (line) show(line, "paused");
    await new Promise((resolve) => wake.push(resolve));
  }

  let working = 0;

  function work() {
    while (working < AT_ONCE) {
      const line = lines.find((one) => one.state === "waits" && !one.isTaken);
      if (!line) return;
      line.isTaken = true;
      working += 1;
      bring(line).finally(() => {
        working -= 1;
        work();
      });
    }
  }

  async function bring(line) {
    try {
      await goOn(line);
      await begin(line);
      await send(line);
      await line.before; // items get their numbers, and files their place, in the order of their names
      await finish(line, form.elements.keep_twice?.checked);
    } catch (error) {
      if (!(error instanceof Stopped)) show(line, "refused", String(error.message || ""));
    } finally {
      line.end();
    }
  }

  let isWatching = false;

  async function watch() {
    if (isWatching) return;
    isWatching = true;
    const { progress } = await deposit;
    for (;;) {
      await pause(3000);
      const answer = await fetch(progress, { credentials: "same-origin" }).catch(() => null);
      if (answer && answer.ok) {
        const said = await answer.json();
        copied = said.copied;
        tell();
        if (said.copied === said.received && !lines.some(isUnderWay)) break;
      }
    }
    isWatching = false;
  }

  function take(files) {
    if (!files.length) return;
    form.querySelector("[data-under-way]").hidden = false;
    const byName = (one, other) => one.name.localeCompare(other.name, "fr", { numeric: true });
    [...files].sort(byName).forEach(add);
    deposit ??= openDeposit();
    deposit.then(() => {
      work();
      watch();
    }, () => lines.filter((line) => line.state === "waits").forEach((line) => show(line, "refused")));
  }

  // --- where files come from ---------------------------------------------------------------------

  function everyFile(entry) {
    if (entry.isFile) return new Promise((resolve) => entry.file((file) => resolve([file]), () => resolve([])));
    const reader = entry.createReader();
    const read = (found) =>
      new Promise((resolve) => reader.readEntries(resolve, () => resolve([]))).then((entries) =>
        entries.length ? read([...found, ...entries]) : found
      );
    return read([]).then((entries) => Promise.all(entries.map(everyFile))).then((files) => files.flat());
  }

  input.addEventListener("change", () => {
    take(input.files);
    input.value = "";
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const kind of ["dragenter", "dragover"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      place.classList.add("is-over");
    });
  }
  for (const kind of ["dragleave", "drop"]) form.addEventListener(kind, () => place.classList.remove("is-over"));
  form.addEventListener("drop", async (event) => {
    event.preventDefault();
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const files = entries.length ? (await Promise.all(entries.map(everyFile))).flat() : [...event.dataTransfer.files];
    take(files.filter((file) => !file.name.startsWith(".")));
  });

  pauseButton.addEventListener("click", () => {
    isPaused = !isPaused;
    pauseButton.textContent = isPaused ? words.resume : words.pause;
    if (isPaused) return;
    const waiting = wake;
    wake = [];
    waiting.forEach((resolve) => resolve());
  });

  window.addEventListener("beforeunload", (event) => {
    if (lines.some(isUnderWay)) event.preventDefault();
  });
})();
