// Gives the rich text editor the name of its field: Draftail draws a box that says nothing to those who listen.
(() => {
  function name() {
    for (const input of document.querySelectorAll("[data-draftail-input]")) {
      const label = document.querySelector(`label[for="${input.id}"]`);
      const box = input.parentElement.querySelector('[contenteditable="true"]');
      if (!label || !box) continue;
      label.id ||= `${input.id}-name`;
      box.setAttribute("aria-labelledby", label.id);
      return true;
    }
    return false;
  }

  const watch = new MutationObserver(() => name() && watch.disconnect());
  if (!name()) watch.observe(document.body, { childList: true, subtree: true });
})();
