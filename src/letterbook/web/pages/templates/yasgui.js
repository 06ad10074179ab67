// Starts YASGUI over the endpoint of this site, and asks no other host.
"use strict";
(() => {
  const box = document.getElementById("yasgui");
  const endpoint = new URL(box.dataset.endpoint, location.href).href;
  const yasgui = new Yasgui(box, {
    requestConfig: { endpoint, method: "GET" },
    copyEndpointOnNewTab: false,
    endpointCatalogueOptions: { getData: () => [] },
    yasqe: { autocompleters: ["variables"], showQueryButton: true },
  });
  const asked = new URLSearchParams(location.search).get("query");
  if (asked) yasgui.addTab(true).setQuery(asked);
})();
