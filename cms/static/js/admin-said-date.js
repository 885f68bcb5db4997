// Shows, below a date as people say it, what is understood while they type. Without it, saving shows it.
(() => {
  const later = new WeakMap();
  const read = async (box) => {
    const told = box.parentElement.querySelector("[data-said-date-told]");
    const seen = box.parentElement.querySelector('input[type="hidden"]');
    const said = box.value;
    if (!said.trim()) {
      told.textContent = "";
      seen.value = "";
      return;
    }
    try {
      const answer = await fetch(`${box.dataset.saidDate}?q=${encodeURIComponent(said)}`);
      if (!answer.ok || box.value !== said) return;
      const reading = await answer.json();
      told.textContent = reading.told;
      seen.value = reading.edtf;
    } catch {
      // nothing is shown: saving will
    }
  };
  document.addEventListener("input", (event) => {
    const box = event.target.closest?.("[data-said-date]");
    if (!box) return;
    clearTimeout(later.get(box));
    later.set(box, setTimeout(read, 300, box));
  });
})();
