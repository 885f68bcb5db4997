// Narrows a long list of boxes by what is typed above it; what is ticked stays in sight. Without it, the list scrolls.
(() => {
  const LONG = 8;
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/’/g, "'").toLowerCase();

  const narrow = (field) => {
    const words = field.querySelector('input[type="search"]');
    const status = field.querySelector('[role="status"]');
    const lines = [...field.querySelectorAll("label")].map((label) => ({
      line: label.parentElement,
      box: label.querySelector('input[type="checkbox"]'),
      text: fold(label.textContent),
    }));
    if (lines.length <= LONG) return;
    words.hidden = false;
    words.addEventListener("input", () => {
      const asked = fold(words.value).split(/\s+/).filter(Boolean);
      let found = 0;
      for (const { line, box, text } of lines) {
        const answers = asked.every((word) => text.includes(word));
        line.hidden = !answers && !box.checked;
        found += answers;
      }
      status.textContent = found ? "" : field.dataset.none;
    });
    words.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
  };

  const start = () => document.querySelectorAll("[data-long-list]").forEach(narrow);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
