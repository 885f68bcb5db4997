// Erases from this device the lists at the door of events that are over; what was not sent yet stays until it is.
(() => {
  try {
    for (const name of Object.keys(localStorage)) {
      const found = /^parvis-accueil-(\d+)-oubli$/.exec(name);
      if (!found || Date.now() < Number(localStorage.getItem(name))) continue;
      localStorage.removeItem(`parvis-accueil-${found[1]}-etat`);
      localStorage.removeItem(name);
      if ("caches" in window) caches.delete(`accueil-${found[1]}`);
      navigator.serviceWorker?.getRegistrations().then((all) => all
        .filter((one) => one.scope.endsWith(`/presences/${found[1]}/accueil/`)).forEach((one) => one.unregister()));
    }
  } catch {
    // a device that keeps nothing has nothing to erase
  }
})();
