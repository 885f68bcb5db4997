// The page of an item: a picture looked at from close by, and the arrows of the keyboard.
// Without this script the same links open the largest copy, and the page before or after.
(() => {
  const thing = document.querySelector("[data-viewer]");
  const dialog = document.querySelector("dialog.closer");
  let asked = null; // the library, fetched once, when someone first asks for it
  let viewer = null;

  function library() {
    asked ||= new Promise((found, failed) => {
      const script = document.createElement("script");
      script.src = thing.dataset.viewer;
      script.onload = found;
      script.onerror = failed;
      document.head.append(script);
    });
    return asked;
  }

  async function look(link) {
    dialog.showModal();
    try {
      await library();
    } catch {
      dialog.close();
      window.location.assign(link.href);
      return;
    }
    viewer = window.OpenSeadragon({
      element: dialog.querySelector(".closer__view"),
      tileSources: { type: "image", url: link.href },
      drawer: "canvas",
      showNavigationControl: false,
      maxZoomPixelRatio: 3,
      visibilityRatio: 0.6,
      animationTime: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 0.6,
    });
    viewer.canvas.setAttribute("role", "application");
    viewer.canvas.setAttribute("aria-label", link.dataset.closer);
    viewer.canvas.focus();
  }

  const ways = {
    nearer: () => viewer.viewport.zoomBy(1.5),
    farther: () => viewer.viewport.zoomBy(1 / 1.5),
    whole: () => viewer.viewport.goHome(),
    close: () => dialog.close(),
  };

  if (dialog) {
    thing.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-closer]");
      if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        look(link);
      }
    });
    dialog.addEventListener("click", (event) => {
      const way = event.target.closest("[data-way]")?.dataset.way;
      if (way && (viewer || way === "close")) {
        ways[way]();
        viewer?.viewport?.applyConstraints();
      }
    });
    dialog.addEventListener("close", () => {
      viewer?.destroy();
      viewer = null;
    });
  }

  // Left and right, where nothing else wants them.
  document.addEventListener("keydown", (event) => {
    const busy = event.target.closest("input, textarea, select, audio, video, [role=application], dialog");
    if (busy || dialog?.open || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const link = way && document.querySelector(`.thing__beside a[rel=${way}]`);
    if (link) window.location.assign(link.href);
  });
})();
