/** In the installed app a link to another site opens in the browser: the app has no address bar that would say where one is. */
function leaveApp(event: Event) {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
  if (!link || !/^https?:$/.test(link.protocol) || link.origin === location.origin) return;
  link.target = "_blank";
  link.relList.add("noopener");
}

if (matchMedia("(display-mode: standalone), (display-mode: minimal-ui)").matches) {
  document.addEventListener("click", leaveApp);
}
