// Shows what needs a key only where the browser can read one, and says in the page when the key does not answer.
(function () {
  const canReadKeys = "PublicKeyCredential" in window;
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = !canReadKeys;
  for (const notice of document.querySelectorAll("[data-passkey-missing]")) notice.hidden = canReadKeys;
  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    for (const words of document.querySelectorAll("[data-passkey-failed]")) words.hidden = false;
  });
})();
