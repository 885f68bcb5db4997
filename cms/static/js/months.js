// The months slider: says its month in words, and asks anew as soon as it is let go. Without it the button does.
for (const form of document.querySelectorAll("form[data-months]")) {
  const range = form.querySelector("input[type=range]");
  const words = form.querySelector("output");
  const speech = new Intl.DateTimeFormat("fr-CA", { month: "long", year: "numeric", timeZone: "UTC" });
  const say = () => {
    const month = Number(range.value);
    const spoken = speech.format(new Date(Date.UTC(Math.floor(month / 12), month % 12, 1)));
    words.textContent = spoken;
    range.setAttribute("aria-valuetext", spoken);
  };
  range.addEventListener("input", say);
  // With the arrow keys one goes on sliding: only the pointer asks at once.
  range.addEventListener("pointerup", () => form.requestSubmit());
  say();
}
