// Shows the button for a passkey where one can work, and says when it did not.
const form = document.querySelector("[data-passkey]");
form.hidden = !window.PublicKeyCredential;
document.querySelector("[data-passkey-missing]").hidden = !form.hidden;
document.addEventListener("allauth.error", () => {
  form.querySelector("[data-passkey-error]").hidden = false;
});
