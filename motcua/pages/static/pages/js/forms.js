// A second press within two seconds sends nothing: slow machines make people press twice.
const PAUSE_MS = 2000;
const sentAt = new WeakMap();

document.addEventListener("submit", (event) => {
  const now = Date.now();
  if (now - (sentAt.get(event.target) ?? 0) < PAUSE_MS) {
    event.preventDefault();
    return;
  }
  sentAt.set(event.target, now);
});
