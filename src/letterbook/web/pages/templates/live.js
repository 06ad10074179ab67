// Loads the page again when the letterbook has been built anew, or when its last edit could not be built.
const script = document.currentScript;
const since = new URL(script.src).searchParams.get("since");
new EventSource(new URL("changes", script.src)).onmessage = (event) => {
  if (event.data !== since) location.reload();
};
