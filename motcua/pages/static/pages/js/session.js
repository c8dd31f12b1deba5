// Warns five minutes before a session ends; any key or press goes on. What was typed is handed to
// the server before the end, and put back into its form after log-in. Nothing stays in the browser.
const WARN_SECONDS = 300;
const KEEP_SECONDS = 20;
const box = document.getElementById("sap-het-phien");
const { left: leftAt, extend: extendAt, keep: keepAt, logIn, draft: draftAt, token } = box.dataset;
const clock = box.querySelector("[data-clock]");
const changed = new Set();
let endsAt = Date.now() + Number(box.dataset.seconds) * 1000;
let kept = false;

const post = (address, body) =>
  fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token } });
const secondsLeft = () => Math.round((endsAt - Date.now()) / 1000);

async function askServer() {
  // Another window may have been used: the server knows.
  try {
    const answer = await fetch(leftAt, { redirect: "manual" });
    if (answer.ok) endsAt = Date.now() + (await answer.json()).seconds * 1000;
  } catch {
    // No network: the time this page knows is the best there is.
  }
}

async function goOn() {
  box.close();
  try {
    await post(extendAt, new FormData());
  } finally {
    await askServer();
  }
}

async function keepTyped() {
  kept = true;
  for (const form of changed) {
    const body = new FormData(form);
    body.set("trang", location.pathname);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    for (const field of form.querySelectorAll("input[type=password]")) body.delete(field.name);
    await post(keepAt, body).catch(() => {});
  }
}

async function tick() {
  if (secondsLeft() <= WARN_SECONDS && !box.open) {
    await askServer();
    if (secondsLeft() <= WARN_SECONDS) box.showModal();
  }
  if (!box.open) {
    kept = false;
    return;
  }
  const seconds = Math.max(0, secondsLeft());
  clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  if (seconds <= KEEP_SECONDS && !kept) await keepTyped();
  if (seconds > 0) return;
  await askServer();
  if (secondsLeft() > 0) box.close();
  else location.assign(`${logIn}?tiep=${encodeURIComponent(location.pathname + location.search)}`);
}

async function putBack() {
  const number = new URLSearchParams(location.search).get("ban-nhap");
  if (!/^[0-9]+$/.test(number ?? "")) return;
  const answer = await fetch(draftAt.replace(/0$/, number));
  if (!answer.ok) return;
  const { path, values } = await answer.json();
  if (path !== location.pathname) return;
  for (const form of document.querySelectorAll("main form[method=post]")) fill(form, values, number);
}

function fill(form, values, number) {
  const given = new Map();
  for (const [name, value] of values) given.set(name, [...(given.get(name) ?? []), value]);
  let filled = false;
  for (const field of form.elements) {
    if (!given.has(field.name) || field.type === "hidden") continue;
    const wanted = given.get(field.name);
    if (field.type === "checkbox" || field.type === "radio") field.checked = wanted.includes(field.value);
    else field.value = wanted.shift() ?? field.value;
    filled = true;
  }
  if (!filled) return;
  changed.add(form);
  const origin = document.createElement("input");
  Object.assign(origin, { type: "hidden", name: "ban_nhap", value: number });
  form.append(origin);
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.method === "post") changed.add(form);
});
box.addEventListener("keydown", (event) => {
  event.preventDefault();
  goOn();
});
box.querySelector("[data-go-on]").addEventListener("click", goOn);
setInterval(tick, 1000);
putBack();
